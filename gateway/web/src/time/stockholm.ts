/** Dates and times as Swedish clinics write them: always the time in Stockholm, wherever the browser is. */
import { fromAbsolute, parseDate, parseTime, toCalendarDate, toCalendarDateTime, toZoned } from '@internationalized/date';
import type { CalendarDate } from '@internationalized/date';

export const STOCKHOLM = 'Europe/Stockholm';

/** Which of the two is meant by a time of day that comes twice, in the night when winter time begins. */
export type Turn = 'earlier' | 'later';

export interface WallTime { date: string; time: string; turn: Turn }

/** `2026-03-02` and `09:30` in Stockholm as the moment they mean, or null when either is not a date or a time. */
export function momentInStockholm(date: string, time: string, turn: Turn = 'earlier'): Date | null {
  try {
    // What stands in the hour that summer time leaves out happens an hour later by the clock.
    const isSkipped = clockChange(date, time) === 'skipped';
    return wallMoment(date, time, isSkipped ? 'later' : turn);
  } catch {
    return null;
  }
}

/** What the clock on the wall in Stockholm shows at a moment. */
export function wallTime(iso: string): WallTime {
  const moment = fromAbsolute(Date.parse(iso), STOCKHOLM);
  const date = toCalendarDate(moment).toString();
  const time = `${twoDigits(moment.hour)}:${twoDigits(moment.minute)}`;
  const isLater = clockChange(date, time) === 'doubled' && wallMoment(date, time, 'later').getTime() <= moment.toDate().getTime();
  return { date, time, turn: isLater ? 'later' : 'earlier' };
}

/** Whether a time of day is left out or comes twice because the clocks change in that night. */
export function clockChange(date: string, time: string): 'skipped' | 'doubled' | null {
  try {
    const earlier = wallMoment(date, time, 'earlier');
    if (earlier.getTime() === wallMoment(date, time, 'later').getTime()) return null;
    const shown = fromAbsolute(earlier.getTime(), STOCKHOLM);
    return `${twoDigits(shown.hour)}:${twoDigits(shown.minute)}` === time.slice(0, 5) ? 'doubled' : 'skipped';
  } catch {
    return null;
  }
}

/** Throws for what is no date or no time. */
const wallMoment = (date: string, time: string, turn: Turn): Date =>
  toZoned(toCalendarDateTime(parseDate(date), parseTime(time)), STOCKHOLM, turn).toDate();

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
