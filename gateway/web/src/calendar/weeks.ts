/** Days, weeks and months as a Swedish calendar has them: weeks begin on Monday and have their ISO 8601 number. */
import { CalendarDate, parseDate } from '@internationalized/date';
import type { Visit } from '../api/care';
import { dayInStockholm, momentInStockholm, wallTime } from '../time/stockholm';

export const MONDAY_FIRST = [0, 1, 2, 3, 4, 5, 6] as const;
const DAYS_IN_WEEK = 7;

/** 0 for Monday, 6 for Sunday. */
export const weekdayOf = (day: CalendarDate): number => (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % DAYS_IN_WEEK;

export const mondayOf = (day: CalendarDate): CalendarDate => day.subtract({ days: weekdayOf(day) });

export const weekOf = (day: CalendarDate): CalendarDate[] => MONDAY_FIRST.map((days) => mondayOf(day).add({ days }));

/** The number of the week: the one with the year's first Thursday is the first. */
export function weekNumber(day: CalendarDate): number {
  const thursday = mondayOf(day).add({ days: 3 });
  const days = thursday.compare(new CalendarDate(thursday.year, 1, 1));
  return Math.floor(days / DAYS_IN_WEEK) + 1;
}

/** The weeks that touch the day's month, each with all its seven days. */
export function monthOf(day: CalendarDate): CalendarDate[][] {
  const first = new CalendarDate(day.year, day.month, 1);
  const weeks: CalendarDate[][] = [];
  for (let monday = mondayOf(first); weeks.length === 0 || isSameMonth(monday, day); monday = monday.add({ weeks: 1 })) weeks.push(weekOf(monday));
  return weeks;
}

export const isSameMonth = (one: CalendarDate, other: CalendarDate): boolean => one.year === other.year && one.month === other.month;

/** From the first moment of a day to the first moment after another, in Stockholm. */
export function spanOf(first: CalendarDate, last: CalendarDate): { since: string; until: string } {
  return { since: midnight(first), until: midnight(last.add({ days: 1 })) };
}

/** Where an arrow, Home, End or a page key leads from a day. */
export function moveDay(day: CalendarDate, key: string): CalendarDate | null {
  switch (key) {
    case 'ArrowLeft': return day.subtract({ days: 1 });
    case 'ArrowRight': return day.add({ days: 1 });
    case 'ArrowUp': return day.subtract({ weeks: 1 });
    case 'ArrowDown': return day.add({ weeks: 1 });
    case 'Home': return mondayOf(day);
    case 'End': return mondayOf(day).add({ days: 6 });
    case 'PageUp': return day.subtract({ months: 1 });
    case 'PageDown': return day.add({ months: 1 });
    default: return null;
  }
}

/** The visits of each day, by start; a visit belongs to the day on which it starts. */
export function byDay(visits: Visit[]): Map<string, Visit[]> {
  const days = new Map<string, Visit[]>();
  for (const visit of [...visits].sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at))) {
    const { date } = wallTime(visit.starts_at);
    days.set(date, [...(days.get(date) ?? []), visit]);
  }
  return days;
}

export const today = (now: number): CalendarDate => dayInStockholm(now);
export const dayFrom = (date: string | undefined, now: number): CalendarDate => (date ? parseDate(date) : today(now));
/** A moment in the middle of a day, for writing the day in words. */
export const noon = (day: CalendarDate): string => momentInStockholm(day.toString(), '12:00')!.toISOString();

const midnight = (day: CalendarDate) => momentInStockholm(day.toString(), '00:00')!.toISOString();
