/** Which address of the admin tool shows which page. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from '../frame/roots';

export const adminRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/admin',
    component: lazyRouteComponent(() => import('../pages/admin/AdminHomePage'), 'AdminHomePage'),
  }),
] as const;
