/** «Mina bokningar»: a calm list for patients, and for colleagues a list, a week or a month. */
import { useSearch } from '@tanstack/react-router';
import { usePageTitle } from '../frame/usePageTitle';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { BookLink } from '../calendar/BookLink';
import { MonthView } from '../calendar/MonthView';
import { rememberedView } from '../calendar/view';
import { ViewSwitch } from '../calendar/ViewSwitch';
import { WeekView } from '../calendar/WeekView';
import { JustBooked } from '../visits/JustBooked';
import { ListOfVisits } from '../visits/ListOfVisits';
import { PatientsVisits } from '../visits/PatientsVisits';
import { useHeardStart } from '../visits/useHeardStart';
import { useMyVisits } from '../visits/useMyVisits';
import { VisitsUnavailable } from '../visits/VisitsUnavailable';
import { Loading } from '../frame/Loading';

export function MyBookingsPage() {
  const t = useText();
  const { roles } = useMe();
  const mine = useMyVisits();
  const started = useHeardStart(mine.visits);
  usePageTitle(started ? t('bookings.startedTitle') : t('bookings.title'));
  const isColleague = !roles.includes('patient');
  return (
    <PageFrame>
      <div className="page-head">
        <PageHeading>{t('bookings.title')}</PageHeading>
        {roles.includes('staff') && <BookLink />}
      </div>
      {mine.isUnavailable && <VisitsUnavailable retry={mine.retry} />}
      {mine.isPending && !mine.isUnavailable && <Loading />}
      {mine.visits && (isColleague
        ? <ColleaguesVisits mine={mine} visits={mine.visits} />
        : <PatientsVisits visits={mine.visits} tabs={mine.tabs} />)}
    </PageFrame>
  );
}

type Mine = ReturnType<typeof useMyVisits>;

function ColleaguesVisits({ mine, visits }: { mine: Mine; visits: NonNullable<Mine['visits']> }) {
  const search = useSearch({ from: '/signed-in/visits' });
  const view = search.view ?? rememberedView();
  return (
    <>
      <JustBooked />
      <ViewSwitch view={view} date={search.date} />
      {view === 'list' && <ListOfVisits visits={visits} tabs={mine.tabs} />}
      {view === 'week' && <WeekView date={search.date} />}
      {view === 'month' && <MonthView date={search.date} />}
    </>
  );
}
