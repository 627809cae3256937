/** Says what was just booked: a visit and when it is, or how many there are of a series. */
import { useRouterState } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { Notice } from '../frame/Notice';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';

/** The visit that was booked on the page before this one. */
export const useBookedId = () => useRouterState({ select: (state) => state.location.state.bookedVisitId });

export function JustBooked({ visits }: { visits: Visit[] }) {
  const t = useText();
  const dates = useDates();
  const bookedId = useBookedId();
  const count = useRouterState({ select: (state) => state.location.state.bookedCount }) ?? 1;
  const visit = visits.find(({ id }) => id === bookedId);
  if (!visit) return null;
  const words = { name: visit.name, when: dates.span(visit.starts_at, visit.ends_at), count };
  return <Notice kind="done"><p>{count > 1 ? t('bookings.bookedSeries', words) : t('bookings.booked', words)}</p></Notice>;
}
