/** Dates and times in the reader's language and in Stockholm time. */
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import { nearDay } from '../time/stockholm';
import { useText } from './useText';

export interface Dates {
  /** 10:30 */
  time: (iso: string) => string;
  /** 1 dec. */
  shortDay: (iso: string) => string;
  /** 1 dec. 2026 */
  shortDate: (iso: string) => string;
  /** I dag, måndag 23 november */
  day: (iso: string, now: number) => string;
  /** måndag 23 november 2026 kl. 10:30–11:00 */
  span: (startsAt: string, endsAt: string) => string;
  /** 23 november 10:58 */
  moment: (iso: string) => string;
  /** 23 november 2026 */
  date: (iso: string) => string;
  /** måndag */
  weekday: (iso: string) => string;
  /** mån */
  shortWeekday: (iso: string) => string;
  /** november 2026 */
  month: (iso: string) => string;
  /** 23–29 november 2026 */
  days: (from: string, to: string) => string;
  /** I dag, måndag 23 november kl. 10:30 */
  dayAndTime: (iso: string, now: number) => string;
}

export function useDates(): Dates {
  const intl = useIntl();
  const t = useText();
  return useMemo(() => {
    const time = (iso: string) => intl.formatTime(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const longDay = (iso: string) => intl.formatDate(iso, { weekday: 'long', day: 'numeric', month: 'long' });
    const day = (iso: string, now: number) => {
      const words = { day: longDay(iso) };
      const near = nearDay(Date.parse(iso), now);
      if (near === 'today') return t('day.today', words);
      if (near === 'tomorrow') return t('day.tomorrow', words);
      return near === 'yesterday' ? t('day.yesterday', words) : t('day.other', words);
    };
    return {
      time,
      day,
      shortDay: (iso) => intl.formatDate(iso, { day: 'numeric', month: 'short' }),
      shortDate: (iso) => intl.formatDate(iso, { day: 'numeric', month: 'short', year: 'numeric' }),
      span: (startsAt, endsAt) => t('day.span', {
        day: intl.formatDate(startsAt, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
        from: time(startsAt),
        to: time(endsAt),
      }),
      moment: (iso) => t('day.moment', { day: intl.formatDate(iso, { day: 'numeric', month: 'long' }), time: time(iso) }),
      date: (iso) => intl.formatDate(iso, { day: 'numeric', month: 'long', year: 'numeric' }),
      weekday: (iso) => intl.formatDate(iso, { weekday: 'long' }),
      shortWeekday: (iso) => intl.formatDate(iso, { weekday: 'short' }),
      month: (iso) => intl.formatDate(iso, { month: 'long', year: 'numeric' }),
      days: (from, to) => intl.formatDateTimeRange(from, to, { day: 'numeric', month: 'long', year: 'numeric' }),
      dayAndTime: (iso, now) => t('day.moment', { day: day(iso, now), time: time(iso) }),
    };
  }, [intl, t]);
}
