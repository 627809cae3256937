/** What someone sees who no longer belongs to the visit, and why. */
import { Link } from '@tanstack/react-router';
import { PageFrame } from '../frame/PageFrame';
import { Situation } from '../frame/Situation';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';

export function RemovedFromVisit() {
  const t = useText();
  const isStaff = useMe().roles.includes('staff');
  return (
    <PageFrame>
      <Situation icon="info" title={t('removed.title')} actions={<Link className="button button-primary" to="/visits">{t('toBookings')}</Link>}>
        <p>{isStaff ? t('removed.staffWhy') : t('removed.patientWhy')}</p>
        <p>{isStaff ? t('removed.staffText') : t('removed.text')}</p>
      </Situation>
    </PageFrame>
  );
}
