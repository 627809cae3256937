/** Says that there is no booking in a tab. */
import type { Tab } from '../../api/care';
import { useText, type Text } from '../../language/useText';
import { Icon } from '../../look/Icon';

export function NoBookings({ tab, isOfPerson }: { tab: Tab; isOfPerson: boolean }) {
  const t = useText();
  return (
    <div className="empty">
      <span className="situation-icon"><Icon name="calendar" /></span>
      <h2>{emptyWords(tab, t)}</h2>
      <p>{isOfPerson ? t('our.emptyPersonHelp') : t('our.emptyHelp')}</p>
    </div>
  );
}

function emptyWords(tab: Tab, t: Text): string {
  if (tab === 'future') return t('our.empty.future');
  return tab === 'ongoing' ? t('our.empty.ongoing') : t('our.empty.earlier');
}
