/** A page of what was sent. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getSentNotices } from '../../api/notices';
import { questions } from '../../questions';
import type { SentFilter } from './sentFilter';

const PAGE_LENGTH = 25;

export const sentQuestion = (filter: SentFilter, after: string | undefined) => queryOptions({
  queryKey: ['sent-notices', filter, after],
  queryFn: () => getSentNotices({ ...filter, after, limit: PAGE_LENGTH }),
  placeholderData: keepPreviousData,
  // Whose notices were looked at stands in the access log: asked when somebody looks, not by itself.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

export const refreshSent = (): Promise<void> => questions.invalidateQueries({ queryKey: ['sent-notices'] });
