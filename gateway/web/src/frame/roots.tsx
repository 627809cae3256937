/** The two routes all others hang on: the site itself, and its part for a signed-in person. */
import { createRootRoute, createRoute } from '@tanstack/react-router';
import { NotFoundPage } from '../pages/NotFoundPage';
import { SignedIn } from './SignedIn';

export const root = createRootRoute({ notFoundComponent: NotFoundPage });
export const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });
