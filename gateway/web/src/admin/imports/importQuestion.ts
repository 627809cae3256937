/** How an import stands; asked each second while it runs. */
import { queryOptions } from '@tanstack/react-query';
import { getImport } from '../../api/imports';

const EVERY_MILLISECONDS = 1_000;

export const importQuestion = (importId: string) => queryOptions({
  queryKey: ['import', importId],
  queryFn: () => getImport(importId),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? EVERY_MILLISECONDS : false),
  gcTime: 0,
});
