/** How support's access stands; asked now and then, so that its end shows by itself. */
import { queryOptions } from '@tanstack/react-query';
import { getSupport } from '../../api/support';

export const supportQuestion = queryOptions({ queryKey: ['support'], queryFn: getSupport, refetchInterval: 60_000 });
