/** A page of the bookings in a tab, everybody's or one participant's, or why they could not be fetched. */
import { useQuery } from '@tanstack/react-query';
import type { Tab } from '../../api/care';
import { Loading } from '../../frame/Loading';
import { useText } from '../../language/useText';
import { TurnPages } from '../parts/TurnPages';
import { Unavailable } from '../parts/Unavailable';
import { useTurning } from '../parts/useTurning';
import { bookingsQuestion } from './bookingQuestions';
import { BookingsTable } from './BookingsTable';
import { nextPage, previousPage, type View } from './bookingsView';
import { FoundPerson } from './FoundPerson';
import { NoBookings } from './NoBookings';

interface FoundBookingsProps { tab: Tab; view: View; onChange: (change: Partial<View>) => void }

export function FoundBookings({ tab, view, onChange }: FoundBookingsProps) {
  const t = useText();
  const asked = useQuery(bookingsQuestion(tab, view.sought, view.passed.at(-1) ?? null));
  const { list, turning } = useTurning(asked.isPlaceholderData);
  const turn = (page: Partial<View>) => {
    turning();
    onChange(page);
  };
  if (asked.isPending) return <Loading />;
  if (asked.isError && !asked.data) return <Unavailable error={asked.error} onRetry={() => void asked.refetch()} />;
  const { visits, next, person } = asked.data;
  const isFirst = view.passed.length === 0;
  return (
    <>
      {view.sought !== null && <FoundPerson person={person} sought={view.sought} />}
      <section ref={list} tabIndex={-1} className="card people" aria-busy={asked.isPlaceholderData} aria-label={t('our.found')}>
        {visits.length > 0 && <BookingsTable visits={visits} sought={person} isOld={asked.isPlaceholderData} />}
        {visits.length === 0 && (view.sought === null || person) && <NoBookings tab={tab} isOfPerson={view.sought !== null} />}
        <div className={visits.length === 0 && isFirst ? 'for-screen-readers' : 'people-foot'}>
          <p role="status">{t('our.count', { count: visits.length, page: view.passed.length + 1 })}</p>
          {(next !== null || !isFirst) && (
            <div className="people-pages">
              <TurnPages isFirst={isFirst} isLast={next === null} isOld={asked.isPlaceholderData}
                onPrevious={() => turn(previousPage(view))} onNext={() => turn(nextPage(view, next!))} />
            </div>
          )}
        </div>
      </section>
    </>
  );
}
