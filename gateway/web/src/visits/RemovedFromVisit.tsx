/** What someone sees who no longer belongs to the visit. */
import { Link } from '@tanstack/react-router';
import { PageFrame } from '../frame/PageFrame';
import { Situation } from '../frame/Situation';
import { useText } from '../language/useText';

export function RemovedFromVisit() {
  const t = useText();
  return (
    <PageFrame>
      <Situation icon="info" title={t('removed.title')} actions={<Link className="button button-primary" to="/visits">{t('toBookings')}</Link>}>
        <p>{t('removed.text')}</p>
      </Situation>
    </PageFrame>
  );
}
