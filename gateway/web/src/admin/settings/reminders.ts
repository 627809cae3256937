/** How long before a visit a reminder may go out. */
import type { Text } from '../../language/useText';

export const MOST_REMINDERS = 3;
const [HOUR, DAY] = [60, 1440];
const USUAL = [15, 30, HOUR, 2 * HOUR, 4 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY];

/** The usual times, and those that stand in the settings already; the longest first. */
export const reminderChoices = (chosen: number[]): number[] => [...new Set([...USUAL, ...chosen])].sort(longestFirst);

export const inOrder = (chosen: number[]): number[] => [...new Set(chosen)].sort(longestFirst);

export function reminderWords(minutes: number, t: Text): string {
  if (minutes % DAY === 0) return t('admin.settings.reminderDays', { days: minutes / DAY });
  return minutes % HOUR === 0 ? t('admin.settings.reminderHours', { hours: minutes / HOUR }) : t('admin.settings.reminderMinutes', { minutes });
}

const longestFirst = (one: number, other: number) => other - one;
