/** How a colleague looks at «Mina bokningar»: a list, a week or a month, and which; it stands in the address. */
import { parseDate } from '@internationalized/date';

export const VIEWS = ['list', 'week', 'month'] as const;
export type View = (typeof VIEWS)[number];

export interface CalendarView { view?: View; date?: string }

export const calendarView = (search: Record<string, unknown>): CalendarView => ({
  ...(VIEWS.some((view) => view === search.view) && { view: search.view as View }),
  ...chosenDay(search),
});

/** A day in the address, if it is one. */
export function chosenDay({ date }: Record<string, unknown>): { date?: string } {
  try {
    return typeof date === 'string' ? { date: parseDate(date).toString() } : {};
  } catch {
    return {};
  }
}

const KEPT_AS = 'careplatform.bookings';

/** The view one used last on this device. */
export function rememberedView(): View {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return VIEWS.find((view) => view === kept) ?? 'list';
  } catch {
    return 'list';
  }
}

export function rememberView(view: View): void {
  try {
    localStorage.setItem(KEPT_AS, view);
  } catch {
    // Without storage the list is shown first.
  }
}
