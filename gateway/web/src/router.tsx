/** Which address shows which page. */
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { adminRoutes } from './admin/routes';
import { forgetSession } from './api/asking';
import { calendarView, chosenDay } from './calendar/view';
import { wasIdle } from './frame/idle/idleEnd';
import { backFrom, whyHere } from './frame/returning';
import { root, signedIn } from './frame/roots';
import { CrashPage } from './pages/CrashPage';
import { MyBookingsPage } from './pages/MyBookingsPage';
import { OverviewPage } from './pages/OverviewPage';
import { questions, whenSessionIsLost } from './questions';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: whyHere,
  component: lazyRouteComponent(() => import('./pages/SignInPage'), 'SignInPage'),
});

const overview = createRoute({ getParentRoute: () => signedIn, path: '/', component: OverviewPage });

const myBookings = createRoute({ getParentRoute: () => signedIn, path: '/visits', validateSearch: calendarView, component: MyBookingsPage });

const contacts = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts',
  component: lazyRouteComponent(() => import('./pages/ContactsPage'), 'ContactsPage'),
});

const contactHistory = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts/$personId',
  component: lazyRouteComponent(() => import('./pages/ContactHistoryPage'), 'ContactHistoryPage'),
});

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/ProfilePage'), 'ProfilePage'),
});

const notices = createRoute({
  getParentRoute: () => signedIn,
  path: '/notices',
  component: lazyRouteComponent(() => import('./pages/NoticesPage'), 'NoticesPage'),
});
const bookVisit = createRoute({
  getParentRoute: () => signedIn,
  path: '/visits/new',
  validateSearch: chosenDay,
  component: lazyRouteComponent(() => import('./pages/BookVisitPage'), 'BookVisitPage'),
});

const visit = createRoute({
  getParentRoute: () => signedIn,
  path: '/visits/$visitId',
  component: lazyRouteComponent(() => import('./pages/VisitPage'), 'VisitPage'),
});

const changeVisit = createRoute({
  getParentRoute: () => signedIn,
  path: '/visits/$visitId/change',
  component: lazyRouteComponent(() => import('./pages/ChangeVisitPage'), 'ChangeVisitPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, signedIn.addChildren([overview, myBookings, contacts, contactHistory, profile, notices, bookVisit, visit, changeVisit, ...adminRoutes])]),
  defaultErrorComponent: CrashPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

whenSessionIsLost(() => {
  forgetSession();
  if (router.state.location.pathname === '/sign-in') return;
  const back = backFrom(router.state.location.href);
  questions.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'provider' && queryKey[0] !== 'session' });
  void router.navigate({ to: '/sign-in', search: { ...(back && { back }), ...(wasIdle() && { idle: true as const }) }, replace: true, ignoreBlocker: true });
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
  interface HistoryState { bookedVisitId?: string; bookedCount?: number; changedVisitId?: string }
}
