/** A page of the bookings in a tab, everybody's or one participant's, or why they could not be fetched. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { Tab } from '../../api/care';
import { Loading } from '../../frame/Loading';
import { useText } from '../../language/useText';
import { Unavailable } from '../parts/Unavailable';
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
              <Button className="button button-outlined button-small" isDisabled={isFirst} onPress={() => turn(previousPage(view))}>{t('admin.previous')}</Button>
              <Button className="button button-outlined button-small" isDisabled={next === null || asked.isPlaceholderData} onPress={() => turn(nextPage(view, next!))}>{t('admin.next')}</Button>
            </div>
          )}
        </div>
      </section>
    </>
  );
}

/** Whoever turned a page stands at the top of the new one. */
function useTurning(isOld: boolean) {
  const list = useRef<HTMLElement>(null);
  const hasTurned = useRef(false);
  useEffect(() => {
    if (!hasTurned.current || isOld) return;
    hasTurned.current = false;
    list.current?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ block: 'start' });
  });
  return { list, turning: () => { hasTurned.current = true; } };
}
