/** Says what was booked, to whoever comes back from booking it. */
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { visitQuestion } from '../../questions';
import { DoneNotice } from '../parts/DoneNotice';

export function JustBooked() {
  const t = useText();
  const dates = useDates();
  const bookedId = useRouterState({ select: (state) => state.location.state.bookedVisitId });
  const visit = useQuery({ ...visitQuestion(bookedId ?? ''), enabled: bookedId !== undefined }).data;
  if (!visit) return null;
  return <div className="just-booked"><DoneNotice><p>{t('bookings.booked', { name: visit.name, when: dates.span(visit.starts_at, visit.ends_at) })}</p></DoneNotice></div>;
}
