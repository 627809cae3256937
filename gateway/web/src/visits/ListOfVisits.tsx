/** A colleague's visits as a list: the nearest large, all others in their groups. */
import type { Visit } from '../api/care';
import { useText } from '../language/useText';
import { useNow } from '../time/useNow';
import { Guide } from './Guide';
import { useBookedId } from './JustBooked';
import { MoreVisits } from './MoreVisits';
import { NearestVisit } from './NearestVisit';
import { NoVisits } from './NoVisits';
import { groupVisits } from './standing';
import type { Tabs } from './useMyVisits';
import { VisitGroup } from './VisitGroup';

const MINUTE_TICK = 15_000;

export function ListOfVisits({ visits, tabs }: { visits: Visit[]; tabs: Tabs }) {
  const t = useText();
  const now = useNow(MINUTE_TICK);
  const bookedId = useBookedId();
  const { nearest, ongoing, coming, earlier } = groupVisits(visits, now);
  if (visits.length === 0) return <NoVisits />;
  const row = { now, bookedId };
  return (
    <div className="bookings">
      <div className="bookings-main">
        {nearest && <NearestVisit visit={nearest} now={now} isNew={nearest.id === bookedId} />}
        <VisitGroup title={t('bookings.ongoing')} visits={ongoing} {...row}>
          {tabs.ongoing.hasMore && <MoreVisits {...tabs.ongoing} what={t('bookings.ongoing')} />}
        </VisitGroup>
        <VisitGroup title={t('bookings.coming')} visits={coming} {...row}>
          {tabs.future.hasMore && <MoreVisits {...tabs.future} what={t('bookings.coming')} />}
        </VisitGroup>
        <VisitGroup title={t('bookings.earlier')} visits={earlier} {...row}>
          {tabs.earlier.hasMore && <MoreVisits {...tabs.earlier} what={t('bookings.earlier')} />}
        </VisitGroup>
      </div>
      <Guide />
    </div>
  );
}
