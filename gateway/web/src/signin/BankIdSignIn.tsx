/** Signing in with BankID, with the app on this device or on another one. */
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import type { Attempt } from './BankIdAttempt';
import { failureWords, hintWords } from './hintWords';
import { isHandheld, thisDevice } from './openingBankId';
import { QrCode } from './QrCode';
import { useBankId, type BankId } from './useBankId';

interface BankIdSignInProps { onSignedIn: () => void; onWaiting: (isWaiting: boolean) => void }

export function BankIdSignIn({ onSignedIn, onWaiting }: BankIdSignInProps) {
  const bankId = useBankId(onSignedIn);
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
        {isPhone ? t('bankid.otherDevice') : t('bankid.thisComputer')}
      </BusyButton>
    </section>
  );

  function beginWords(now: Attempt | null, onPhone: boolean): string {
    if (now?.phase === 'failed') return t('tryAgain');
    return onPhone ? t('bankid.open') : t('bankid.signIn');
  }
}

function Waiting({ bankId }: { bankId: BankId }) {
  const t = useText();
  const { attempt, way, appAddress } = bankId;
  const waiting = attempt?.phase === 'waiting' ? attempt : null;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const showsCode = way === 'code' && waiting?.qr;
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
      {appAddress && waiting && (
        <a className={`button button-wide ${way === 'here' ? 'button-primary' : 'button-outlined'}`} href={appAddress}>
          {way === 'here' ? t('bankid.open') : t('bankid.thisDevice')}
        </a>
      )}
      <Button className="button button-outlined button-wide" onPress={bankId.cancel}>{t('bankid.cancel')}</Button>
    </section>
  );

  function statusWords(): string {
    if (!waiting) return t('bankid.done');
    return waiting.isOutOfReach ? t('bankid.outOfReach') : hintWords(waiting.hint, way, t);
  }
}
