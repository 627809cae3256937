/** What stands where there are no visits yet. */
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

export function NoVisits() {
  const t = useText();
  const isStaff = useMe().roles.includes('staff');
  return (
    <section className="empty">
      <span className="situation-icon"><Icon name="calendar" /></span>
      <h2>{t('bookings.empty')}</h2>
      <p>{isStaff ? t('bookings.emptyStaff') : t('bookings.emptyPatient')}</p>
    </section>
  );
}
