/** How a rearrangement stands; asked each second while it runs. */
import { queryOptions } from '@tanstack/react-query';
import { getRearrangement } from '../../api/rearranging';

const EVERY_MILLISECONDS = 1_000;

export const rearrangementQuestion = (id: string) => queryOptions({
  queryKey: ['rearrangement', id],
  queryFn: () => getRearrangement(id),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? EVERY_MILLISECONDS : false),
  gcTime: 0,
});
