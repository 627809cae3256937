/** Dates and times as Swedish clinics write them: always the time in Stockholm, wherever the browser is. */
import { fromAbsolute, parseDate, parseTime, toCalendarDate, toCalendarDateTime, toZoned } from '@internationalized/date';
import type { CalendarDate } from '@internationalized/date';

export const STOCKHOLM = 'Europe/Stockholm';

/** `2026-03-02` and `09:30` in Stockholm as the moment they mean, or null when either is not a date or a time. */
export function momentInStockholm(date: string, time: string): Date | null {
  try {
    return toZoned(toCalendarDateTime(parseDate(date), parseTime(time)), STOCKHOLM).toDate();
  } catch {
    return null;
  }
}

export const dayInStockholm = (milliseconds: number): CalendarDate =>
  toCalendarDate(fromAbsolute(milliseconds, STOCKHOLM));

/** The next quarter of an hour, as the values of a date field and a time field. */
export function nextQuarter(milliseconds: number): { date: string; time: string } {
  const quarter = 15 * 60_000;
  const moment = fromAbsolute(Math.ceil((milliseconds + 1) / quarter) * quarter, STOCKHOLM);
  return { date: toCalendarDate(moment).toString(), time: `${twoDigits(moment.hour)}:${twoDigits(moment.minute)}` };
}

/** Which day a moment is, seen from now; only the days people say by name. */
export function nearDay(moment: number, seenFrom: number): 'today' | 'tomorrow' | 'yesterday' | 'other' {
  const days = dayInStockholm(moment).compare(dayInStockholm(seenFrom));
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days === -1 ? 'yesterday' : 'other';
}

const twoDigits = (value: number) => String(value).padStart(2, '0');
