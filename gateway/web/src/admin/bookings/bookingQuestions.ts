/** The bookings on the page of a list that one looks at: everybody's, or one participant's. */
import { queryOptions } from '@tanstack/react-query';
import { Problem } from '../../api/asking';
import { getBookings, searchBookings, type FoundBookings } from '../../api/booking';
import type { Tab } from '../../api/care';

export const bookingsQuestion = (tab: Tab, sought: string | null, after: string | null) => queryOptions({
  queryKey: ['visits', 'bookings', tab, sought, after],
  queryFn: async (): Promise<FoundBookings> =>
    (sought === null ? { person: null, ...(await getBookings(tab, after)) } : searchBookings(sought, tab, after)),
  // While a page is turned the one before stays, but never the page of another tab or another person.
  placeholderData: (before, asked) => (asked?.queryKey[2] === tab && asked.queryKey[3] === sought ? before : undefined),
  // What is shown of people stands in the access log: asked when somebody really looks, and after a change.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  retry: (failures, error) => failures < 2 && error instanceof Problem && error.mayPass && error.status !== 429,
});
