/** Signing in with BankID, with the app on this device or on another one. */
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import type { Attempt } from './BankIdAttempt';
import { failureWords, hintWords, isUnstarted, type Way } from './hintWords';
import { isHandheld, thisDevice } from './openingBankId';
import { QrCode } from './QrCode';
import { useBankId, type Asked, type BankId } from './useBankId';

interface BankIdSignInProps extends Asked { onWaiting: (isWaiting: boolean) => void }

export function BankIdSignIn({ onWaiting, ...asked }: BankIdSignInProps) {
  const bankId = useBankId(asked);
  const phase = bankId.attempt?.phase;
  const isWaiting = phase === 'waiting' || phase === 'complete';
  useEffect(() => onWaiting(isWaiting), [isWaiting, onWaiting]);
  if (isWaiting) return <Waiting bankId={bankId} />;
  return <Beginning bankId={bankId} />;
}

function Beginning({ bankId }: { bankId: BankId }) {
  const t = useText();
  const { attempt } = bankId;
  const isStarting = attempt?.phase === 'starting';
  const isPhone = isHandheld(thisDevice());
  const [first, second] = isPhone ? (['here', 'code'] as const) : (['code', 'here'] as const);
  return (
    <section aria-labelledby="bankid-heading" className="sign-in-way">
      <h2 id="bankid-heading" className="for-screen-readers">{t('bankid.title')}</h2>
      {attempt?.phase === 'failed' && (
        <Notice kind="error"><p>{failureWords(attempt.code, attempt.waitSeconds, t)}</p></Notice>
      )}
      <BusyButton className="button button-primary button-wide" isBusy={isStarting && bankId.way === first}
        autoFocus={bankId.hasTried} isDisabled={isStarting && bankId.way !== first} onPress={() => bankId.begin(first)}>
        <Icon name={isPhone ? 'phone' : 'lock'} />{beginWords(attempt, isPhone)}
      </BusyButton>
      <BusyButton className="button button-outlined button-wide" isBusy={isStarting && bankId.way === second}
        isDisabled={isStarting && bankId.way !== second} onPress={() => bankId.begin(second)}>
        {isPhone ? t('bankid.otherDevice') : t('bankid.thisDevice')}
      </BusyButton>
    </section>
  );

  function beginWords(now: Attempt | null, onPhone: boolean): string {
    if (now?.phase === 'failed') return t('tryAgain');
    return onPhone ? t('bankid.open') : t('bankid.signIn');
  }
}

const OTHER_WAY: Record<Way, Way> = { here: 'code', code: 'here' };

function Waiting({ bankId }: { bankId: BankId }) {
  const t = useText();
  const { attempt, hasTried, way, appAddress } = bankId;
  const waiting = attempt?.phase === 'waiting' ? attempt : null;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const showsCode = way === 'code' && waiting?.qr;
  // Another way is another order; once the app shows this one, or has led back, it is cancelled only by choice.
  const canChange = hasTried && waiting !== null && isUnstarted(waiting.hint);
  return (
    <section aria-labelledby="bankid-heading" className="sign-in-way">
      <h2 id="bankid-heading" ref={heading} tabIndex={-1}>{t('bankid.title')}</h2>
      {showsCode && waiting.qr && (
        <div className="qr-frame">
          <QrCode text={waiting.qr} />
          <ol className="qr-steps">
            <li>{t('bankid.stepOpen')}</li>
            <li>{t('bankid.stepScan')}</li>
            <li>{t('bankid.stepConfirm')}</li>
          </ol>
        </div>
      )}
      <p className="bankid-status" role="status">
        {!showsCode && <span className="loading-ring" aria-hidden="true" />}
        <span>{statusWords()}</span>
      </p>
      {canChange && appAddress && <a className="button button-primary button-wide" href={appAddress}>{t('bankid.open')}</a>}
      {canChange && (
        <Button className="button button-outlined button-wide" onPress={() => bankId.begin(OTHER_WAY[way])}>
          {way === 'here' ? t('bankid.otherDevice') : t('bankid.thisDevice')}
        </Button>
      )}
      <Button className="button button-outlined button-wide" onPress={bankId.cancel}>{t('bankid.cancel')}</Button>
    </section>
  );

  function statusWords(): string {
    if (waiting?.isOutOfReach) return t('bankid.outOfReach');
    // The app opens the way back when all is done there.
    return waiting && hasTried ? hintWords(waiting.hint, way, t) : t('bankid.done');
  }
}
