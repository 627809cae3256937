/** The day one looks at; it stands in the address, so that coming back leads to the same place. */
import type { CalendarDate } from '@internationalized/date';
import { useRouter } from '@tanstack/react-router';
import type { View } from './view';

export function useGoToDay(view: View) {
  const router = useRouter();
  return (day: CalendarDate) => void router.navigate({ to: '/visits', search: { view, date: day.toString() }, replace: true, resetScroll: false });
}
