/** What the pages ask and how long an answer stays good; a lost session leads to sign-in wherever it is noticed. */
import { infiniteQueryOptions, MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { Problem } from './api/asking';
import { getSeries } from './api/booking';
import { getSmallGroups, getVisit, getVisitPage, getVisitsBetween, getVisitsNeedingAction, type Tab, type VisitPage } from './api/care';
import { getContactHistory, getContacts } from './api/contacts';
import { getProfile } from './api/people';
import { getDemoPeople, getMethods, getOwnSessions, getProvider, getSession } from './api/signingIn';

type SessionLost = () => void;
let sessionLost: SessionLost = () => undefined;

/** The router tells what to do when the gateway no longer knows who is asking. */
export function whenSessionIsLost(lead: SessionLost): void {
  sessionLost = lead;
}

function noticeLostSession(error: unknown): void {
  if (error instanceof Problem && error.code === 'not_signed_in') sessionLost();
}

export const questions = new QueryClient({
  queryCache: new QueryCache({ onError: noticeLostSession }),
  mutationCache: new MutationCache({ onError: noticeLostSession }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.mayPass,
      retryDelay: (failures) => Math.min(400 * 2 ** failures, 3_000),
    },
    mutations: { networkMode: 'always' },
  },
});

/** Live updates may be lost without a sound; a slow question now and then puts the page right all the same. */
const SAFETY_NET_MILLISECONDS = 60_000;

export const providerQuestion = queryOptions({ queryKey: ['provider'], queryFn: getProvider, staleTime: Infinity });
export const sessionQuestion = queryOptions({ queryKey: ['session'], queryFn: getSession, staleTime: 60_000 });
export const demoPeopleQuestion = queryOptions({ queryKey: ['demo-people'], queryFn: getDemoPeople });
export const methodsQuestion = queryOptions({ queryKey: ['sign-in-methods'], queryFn: getMethods });
export const ownSessionsQuestion = queryOptions({ queryKey: ['own-sessions'], queryFn: getOwnSessions });
export const profileQuestion = queryOptions({ queryKey: ['profile'], queryFn: getProfile });
export const contactsQuestion = queryOptions({ queryKey: ['contacts'], queryFn: getContacts });
const FIRST_PAGE: string | null = null;
const nextPage = ({ next }: VisitPage) => next;

/** One tab of «Mina bokningar», page by page. */
export const visitPagesQuestion = (tab: Tab) => infiniteQueryOptions({
  queryKey: ['visits', 'tab', tab], queryFn: ({ pageParam }) => getVisitPage(tab, pageParam),
  initialPageParam: FIRST_PAGE, getNextPageParam: nextPage, refetchInterval: SAFETY_NET_MILLISECONDS,
});
/** One's visits in a stretch of days. */
export const visitsBetweenQuestion = (since: string, until: string) => queryOptions({
  queryKey: ['visits', 'between', since, until], queryFn: () => getVisitsBetween(since, until), refetchInterval: SAFETY_NET_MILLISECONDS,
});
export const seriesQuestion = (seriesId: string) => queryOptions({ queryKey: ['visits', 'series', seriesId], queryFn: () => getSeries(seriesId) });
/** «Bokningshistorik» with one contact, page by page. */
export const contactHistoryQuestion = (personId: string) => infiniteQueryOptions({
  queryKey: ['visits', 'with', personId], queryFn: ({ pageParam }) => getContactHistory(personId, pageParam),
  initialPageParam: FIRST_PAGE, getNextPageParam: nextPage,
});
export const attentionQuestion = queryOptions({
  queryKey: ['visits', 'attention'], queryFn: getVisitsNeedingAction, refetchInterval: SAFETY_NET_MILLISECONDS,
});
export const visitQuestion = (visitId: string) => queryOptions({
  queryKey: ['visit', visitId], queryFn: () => getVisit(visitId), refetchInterval: SAFETY_NET_MILLISECONDS,
});
/** Asked anew whenever the visit is, and whenever one of its groups is heard of. */
export const smallGroupsQuestion = (visitId: string) => queryOptions({
  queryKey: ['visit', visitId, 'small-groups'], queryFn: () => getSmallGroups(visitId), refetchInterval: SAFETY_NET_MILLISECONDS,
});

/** Asks again for one visit, or all, wherever they are shown. */
export async function refreshVisits(visitId?: string): Promise<void> {
  await Promise.all([
    questions.invalidateQueries({ queryKey: ['visits'] }),
    questions.invalidateQueries({ queryKey: visitId ? ['visit', visitId] : ['visit'] }),
  ]);
}

/** For whoever learns of a lost session outside of a question, such as the room. */
export const noticeSignedOut = (): void => sessionLost();
