/** The two routes all others hang on: the site itself, and its part for a signed-in person. */
import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { NotFoundPage } from '../pages/NotFoundPage';
import { SignedIn } from './SignedIn';
import { useBrand } from './useBrand';

export const root = createRootRoute({ component: Site, notFoundComponent: NotFoundPage });
export const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });

function Site() {
  useBrand();
  return <Outlet />;
}
