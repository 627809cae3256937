/** One's visits in a stretch of days, by day; the former ones stay while others are fetched. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CalendarDate } from '@internationalized/date';
import { useMemo } from 'react';
import { visitsBetweenQuestion } from '../questions';
import { byDay, spanOf } from './weeks';

export function useVisitsBetween(first: CalendarDate, last: CalendarDate) {
  const { since, until } = spanOf(first, last);
  const asked = useQuery({ ...visitsBetweenQuestion(since, until), placeholderData: keepPreviousData });
  const days = useMemo(() => byDay(asked.data ?? []), [asked.data]);
  return { days, isOld: asked.isPlaceholderData, isPending: asked.isPending, isUnavailable: asked.isError && !asked.data, retry: () => void asked.refetch() };
}
