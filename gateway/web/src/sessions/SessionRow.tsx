/** One place where one is signed in. */
import { Button } from 'react-aria-components';
import type { OwnSession } from '../api/signingIn';
import { useDates } from '../language/useDates';
import { useText, type Text } from '../language/useText';
import { Icon } from '../look/Icon';

export function SessionRow({ session, onSignOut }: { session: OwnSession; onSignOut: () => void }) {
  const t = useText();
  const dates = useDates();
  const device = session.device ?? t('sessions.unknownDevice');
  return (
    <li className="session">
      <span className="sign-tile" aria-hidden="true"><Icon name={isPhone(device) ? 'phone' : 'computer'} /></span>
      <div className="session-words">
        <strong>{device}</strong>
        <span>{t('sessions.since', { when: dates.moment(session.opened_at), method: methodWords(session.method, t) })}</span>
        {session.clicked_at && !session.is_current && (
          <span>{t('sessions.lastClick', { when: dates.moment(session.clicked_at) })}</span>
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
