/** «Mina bokningar»: the nearest visit large, all others in their groups. */
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { Loading } from '../frame/Loading';
import { Notice } from '../frame/Notice';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { visitsQuestion } from '../questions';
import { useNow } from '../time/useNow';
import { Guide } from '../visits/Guide';
import { NearestVisit } from '../visits/NearestVisit';
import { groupVisits } from '../visits/standing';
import { useHeardStart } from '../visits/useHeardStart';
import { VisitGroup } from '../visits/VisitGroup';

const MINUTE_TICK = 15_000;

export function MyBookingsPage() {
  const t = useText();
  const visits = useQuery(visitsQuestion);
  const started = useHeardStart(visits.data);
  usePageTitle(started ? t('bookings.startedTitle') : t('bookings.title'));
  return (
    <PageFrame>
      <div className="page-head">
        <PageHeading>{t('bookings.title')}</PageHeading>
        <BookLink />
      </div>
      {visits.isPending && <Loading />}
      {visits.isError && !visits.data && (
        <Notice kind="error">
          <p>{t('bookings.unavailable')}</p>
          <Button className="button button-outlined" onPress={() => void visits.refetch()}>{t('tryAgain')}</Button>
        </Notice>
      )}
      {visits.data && <Bookings visits={visits.data} />}
    </PageFrame>
  );
}

function BookLink() {
  const t = useText();
  const isStaff = useMe().roles.includes('staff');
  if (!isStaff) return null;
  return <Link to="/visits/new" className="button button-outlined"><Icon name="plus" />{t('bookings.new')}</Link>;
}

function Bookings({ visits }: { visits: Visit[] }) {
  const t = useText();
  const now = useNow(MINUTE_TICK);
  const bookedId = useRouterState({ select: (state) => state.location.state.bookedVisitId });
  const { nearest, ongoing, coming, earlier } = groupVisits(visits, now);
  if (visits.length === 0) return <NoBookings />;
  return (
    <div className="bookings">
      <div className="bookings-main">
        <JustBooked visit={visits.find((visit) => visit.id === bookedId)} />
        {nearest && <NearestVisit visit={nearest} now={now} isNew={nearest.id === bookedId} />}
        <VisitGroup title={t('bookings.ongoing')} visits={ongoing} now={now} bookedId={bookedId} />
        <VisitGroup title={t('bookings.coming')} visits={coming} now={now} bookedId={bookedId} />
        <VisitGroup title={t('bookings.earlier')} visits={earlier} now={now} bookedId={bookedId} />
      </div>
      <Guide />
    </div>
  );
}

function JustBooked({ visit }: { visit: Visit | undefined }) {
  const t = useText();
  const dates = useDates();
  if (!visit) return null;
  return <Notice kind="done"><p>{t('bookings.booked', { name: visit.name, when: dates.span(visit.starts_at, visit.ends_at) })}</p></Notice>;
}

function NoBookings() {
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
