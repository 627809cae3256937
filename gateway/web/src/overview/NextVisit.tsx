/** The visit that is next or goes on, as the large card of «Mina bokningar», and how many more there are. */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { useNow } from '../time/useNow';
import { NearestVisit } from '../visits/NearestVisit';
import { groupVisits } from '../visits/standing';

const MINUTE_TICK = 15_000;

/** `hasMore` when there are more ahead than `visits` holds: then how many is not known. */
export function NextVisit({ visits, hasMore }: { visits: Visit[]; hasMore: boolean }) {
  const t = useText();
  const now = useNow(MINUTE_TICK);
  const { nearest, ongoing, coming } = groupVisits(visits, now);
  const others = ongoing.length + coming.length;
  if (!nearest) return <NothingNext />;
  return (
    <section className="visit-group" aria-labelledby="next-heading">
      <h2 id="next-heading">{nearest.state === 'started' ? t('overview.now') : t('overview.next')}</h2>
      <NearestVisit visit={nearest} now={now} isNew={false} />
      {others > 0 && <Link to="/visits" className="overview-more">{hasMore ? t('overview.all') : t('overview.more', { count: others })}</Link>}
    </section>
  );
}

function NothingNext() {
  const t = useText();
  const isStaff = useMe().roles.includes('staff');
  return (
    <section className="card empty">
      <span className="situation-icon"><Icon name="calendar" /></span>
      <h2>{t('overview.nothingNext')}</h2>
      <p>{isStaff ? t('bookings.emptyStaff') : t('bookings.emptyPatient')}</p>
    </section>
  );
}
