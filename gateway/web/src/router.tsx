/** Which address shows which page. */
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { adminRoutes } from './admin/routes';
import { forgetSession } from './api/asking';
import { backFrom, safeReturn } from './frame/returning';
import { root, signedIn } from './frame/roots';
import { CrashPage } from './pages/CrashPage';
import { MyBookingsPage } from './pages/MyBookingsPage';
import { questions, whenSessionIsLost } from './questions';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string; left?: true } => ({
    ...(typeof search.back === 'string' && { back: safeReturn(search.back) }),
    ...(search.left === true && { left: true as const }),
  }),
  component: lazyRouteComponent(() => import('./pages/SignInPage'), 'SignInPage'),
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/visits', replace: true });
  },
});

const myBookings = createRoute({ getParentRoute: () => signedIn, path: '/visits', component: MyBookingsPage });

const bookVisit = createRoute({
  getParentRoute: () => signedIn,
  path: '/visits/new',
  component: lazyRouteComponent(() => import('./pages/BookVisitPage'), 'BookVisitPage'),
});

const visit = createRoute({
  getParentRoute: () => signedIn,
  path: '/visits/$visitId',
  component: lazyRouteComponent(() => import('./pages/VisitPage'), 'VisitPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([start, signIn, signedIn.addChildren([myBookings, bookVisit, visit, ...adminRoutes])]),
  defaultErrorComponent: CrashPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

whenSessionIsLost(() => {
  forgetSession();
  if (router.state.location.pathname === '/sign-in') return;
  const back = backFrom(router.state.location.href);
  questions.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'provider' && queryKey[0] !== 'session' });
  void router.navigate({ to: '/sign-in', search: back ? { back } : {}, replace: true, ignoreBlocker: true });
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
  interface HistoryState { bookedVisitId?: string }
}
