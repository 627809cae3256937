/** One's visits: those that go on, those ahead and the latest of those that are over, each tab a page at a time. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Tab, Visit } from '../api/care';
import { visitPagesQuestion } from '../questions';
import { eachOnce } from './standing';

export type Tabs = Record<Tab, ReturnType<typeof useTab>>;

export function useMyVisits() {
  const tabs: Tabs = { ongoing: useTab('ongoing'), future: useTab('future'), earlier: useTab('earlier') };
  const all = Object.values(tabs);
  const isWhole = all.every(({ visits }) => visits !== undefined);
  const pages = all.map(({ visits }) => visits);
  const visits = useMemo(() => (isWhole ? eachOnce(pages.flatMap((page) => page ?? [])) : undefined), pages);
  return {
    tabs, visits,
    isPending: all.some(({ isPending }) => isPending),
    isUnavailable: all.some(({ isUnavailable }) => isUnavailable),
    retry: () => all.forEach(({ retry }) => retry()),
  };
}

const useTab = (tab: Tab) => usePages(useInfiniteQuery(visitPagesQuestion(tab)));

interface Paged {
  data?: { pages: { visits: Visit[] }[] } | undefined;
  isPending: boolean;
  isError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
}

/** The visits of all pages that are here, and how to come by more. */
export function usePages(paged: Paged) {
  const visits = useMemo(() => paged.data?.pages.flatMap((page) => page.visits), [paged.data]);
  return {
    visits,
    isPending: paged.isPending,
    isUnavailable: paged.isError && !paged.data,
    hasMore: paged.hasNextPage,
    isAsking: paged.isFetchingNextPage,
    hasFailed: paged.isFetchNextPageError,
    more: () => void paged.fetchNextPage(),
    retry: () => void paged.refetch(),
  };
}
