/** A patient's visits: the next one with one large button, the rest with their days in words, old ones on request. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { useText } from '../language/useText';
import { useNow } from '../time/useNow';
import { Guide } from './Guide';
import { MoreVisits } from './MoreVisits';
import { NearestVisit } from './NearestVisit';
import { NoVisits } from './NoVisits';
import { PatientsRow } from './PatientsRow';
import { groupVisits } from './standing';
import type { Tabs } from './useMyVisits';

const MINUTE_TICK = 15_000;

export function PatientsVisits({ visits, tabs }: { visits: Visit[]; tabs: Tabs }) {
  const t = useText();
  const now = useNow(MINUTE_TICK);
  const [showsEarlier, setShowsEarlier] = useState(false);
  const { nearest, ongoing, coming, earlier } = groupVisits(visits, now);
  if (visits.length === 0) return <NoVisits />;
  return (
    <div className="bookings patients-visits">
      <div className="bookings-main">
        {nearest && <NearestVisit visit={nearest} now={now} isNew={false} />}
        {!nearest && <p className="nothing-ahead">{t('bookings.nothingAhead')}</p>}
        <Rows title={t('bookings.ongoing')} visits={ongoing} now={now} />
        <Rows title={t('bookings.coming')} visits={coming} now={now} />
        {tabs.future.hasMore && <MoreVisits {...tabs.future} what={t('bookings.coming')} />}
        {earlier.length > 0 && !showsEarlier && (
          <Button className="button button-outlined show-earlier" onPress={() => setShowsEarlier(true)}>{t('bookings.showEarlier')}</Button>
        )}
        {showsEarlier && (
          <>
            <Rows title={t('bookings.earlier')} visits={earlier} now={now} isFocused />
            {tabs.earlier.hasMore && <MoreVisits {...tabs.earlier} what={t('bookings.earlier')} />}
          </>
        )}
      </div>
      <Guide />
    </div>
  );
}

/** The heading takes the focus from the button that called for it and is gone. */
function Rows({ title, visits, now, isFocused = false }: { title: string; visits: Visit[]; now: number; isFocused?: boolean }) {
  if (visits.length === 0) return null;
  return (
    <section className="visit-group">
      <h2 ref={(heading) => { if (isFocused) heading?.focus(); }} tabIndex={-1}>{title}</h2>
      <ul className="card rows">{visits.map((visit) => <PatientsRow key={visit.id} visit={visit} now={now} />)}</ul>
    </section>
  );
}
