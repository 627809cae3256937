/** The part of the site that needs a signed-in person; keeps the pages up to date while somebody is. */
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { createContext, use } from 'react';
import { Problem } from '../api/asking';
import type { SignedInPerson } from '../api/people';
import type { Session } from '../api/signingIn';
import { LiveContext } from '../live/liveContext';
import { useLiveUpdates } from '../live/useLiveUpdates';
import { NoticeNews } from '../notices/NoticeNews';
import { CrashPage } from '../pages/CrashPage';
import { OfflinePage } from '../pages/OfflinePage';
import { sessionQuestion } from '../questions';
import { WaitingWatch } from '../waiting/WaitingWatch';
import { hasVisits } from './hasVisits';
import { IdleWatch } from './idle/IdleWatch';
import { Loading } from './Loading';

const PersonContext = createContext<SignedInPerson | null>(null);

/** The person whose pages these are. */
export function useMe(): SignedInPerson {
  const person = use(PersonContext);
  if (!person) throw new Error('useMe outside of SignedIn');
  return person;
}

export function SignedIn() {
  const session = useQuery(sessionQuestion);
  if (session.data) return <Pages session={session.data} />;
  if (session.error instanceof Problem && session.error.status === 401) return <Loading />;
  if (session.error instanceof Problem && session.error.mayPass) return <OfflinePage onRetry={() => void session.refetch()} />;
  if (session.error) return <CrashPage />;
  return <Loading />;
}

function Pages({ session }: { session: Session }) {
  const connection = useLiveUpdates();
  const isElsewhere = useIsOutsideOfSupport(session.person);
  return (
    <PersonContext value={session.person}>
      <LiveContext value={connection}>
        {isElsewhere ? <Navigate to={SUPPORT_PAGE} replace /> : <Outlet />}
        <WaitingWatch />
        {hasVisits(session.person.roles) && <NoticeNews />}
        <IdleWatch session={session} />
      </LiveContext>
    </PersonContext>
  );
}

const SUPPORT_PAGE = '/support-tool';

/** Support persons have their one page and their own profile; every other way leads there. */
function useIsOutsideOfSupport(person: SignedInPerson): boolean {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return !hasVisits(person.roles) && path !== SUPPORT_PAGE && path !== '/profile';
}
