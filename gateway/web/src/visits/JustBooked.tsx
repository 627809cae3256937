/** Says what was just booked: a visit and when it is, or how many there are of a series. */
import { skipToken, useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { Notice } from '../frame/Notice';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { visitQuestion } from '../questions';

/** The visit that was booked on the page before this one. */
export const useBookedId = () => useRouterState({ select: (state) => state.location.state.bookedVisitId });

/** It may be too far ahead to stand in the list that is shown. */
export function JustBooked() {
  const t = useText();
  const dates = useDates();
  const bookedId = useBookedId();
  const count = useRouterState({ select: (state) => state.location.state.bookedCount }) ?? 1;
  const question = visitQuestion(bookedId ?? '');
  const visit = useQuery({ ...question, ...(!bookedId && { queryFn: skipToken }) }).data;
  if (!visit) return null;
  const words = { name: visit.name, when: dates.span(visit.starts_at, visit.ends_at), count };
  return <Notice kind="done"><p>{count > 1 ? t('bookings.bookedSeries', words) : t('bookings.booked', words)}</p></Notice>;
}
