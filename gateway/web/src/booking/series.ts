/** The visits of a repeated booking: the same weekday and time of day in Stockholm, also when the clocks change. */
import { parseDate } from '@internationalized/date';
import type { Repeat } from '../api/booking';
import { momentInStockholm } from '../time/stockholm';
import type { Draft } from './draft';

/** When the last visit of a repeated booking starts; nothing while the first has no time. */
export function lastStart({ date, time, turn }: Draft, { every_weeks, times }: Repeat): Date | null {
  try {
    return momentInStockholm(parseDate(date).add({ weeks: every_weeks * (times - 1) }).toString(), time, turn);
  } catch {
    return null;
  }
}
