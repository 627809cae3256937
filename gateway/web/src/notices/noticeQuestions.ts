/** One's own notices: the latest for the bell, all of them for the page. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getNotices } from '../api/notices';
import { questions } from '../questions';

const LATEST = 8;
const PAGE_LENGTH = 30;
/** Live updates may be lost without a sound. */
const SAFETY_NET_MILLISECONDS = 60_000;

export const latestNotices = queryOptions({
  queryKey: ['notices', 'latest'],
  queryFn: () => getNotices({ limit: LATEST }),
  refetchInterval: SAFETY_NET_MILLISECONDS,
});

export const allNotices = infiniteQueryOptions({
  queryKey: ['notices', 'all'],
  queryFn: ({ pageParam }) => getNotices({ limit: PAGE_LENGTH, after: pageParam }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.has_more ? page.notices.at(-1)?.id : undefined),
});

export const refreshNotices = (): Promise<void> => questions.invalidateQueries({ queryKey: ['notices'] });
