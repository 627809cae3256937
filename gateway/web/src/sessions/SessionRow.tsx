/** One place where one is signed in. */
import { Button } from 'react-aria-components';
import type { OwnSession } from '../api/signingIn';
import { useDates } from '../language/useDates';
import { useText, type Text } from '../language/useText';
import { Icon } from '../look/Icon';
import { now } from '../time/clock';

export function SessionRow({ session, onSignOut }: { session: OwnSession; onSignOut: () => void }) {
  const t = useText();
  const dates = useDates();
  const device = session.device ?? t('sessions.unknownDevice');
  return (
    <li className="session">
      <span className="tile" aria-hidden="true"><Icon name={isPhone(device) ? 'phone' : 'computer'} /></span>
      <div className="session-words">
        <strong>{device}</strong>
        <span>{t('sessions.since', { when: dates.dayAndTime(session.opened_at, now()), method: methodWords(session.method, t) })}</span>
        {session.clicked_at && !session.is_current && (
          <span>{t('sessions.lastClick', { when: dates.dayAndTime(session.clicked_at, now()) })}</span>
        )}
      </div>
      {session.is_current
        ? <span className="chip chip-ongoing"><span className="dot" />{t('sessions.current')}</span>
        : <Button className="button button-outlined button-small" onPress={onSignOut} aria-label={t('sessions.signOutFrom', { device })}>{t('sessions.signOut')}</Button>}
    </li>
  );
}

const isPhone = (device: string) => /iphone|android|ipad|mobil/i.test(device);

function methodWords(method: string, t: Text): string {
  if (method === 'bankid') return t('sessions.bankid');
  return method === 'oidc' ? t('sessions.oidc') : t('sessions.demo');
}
