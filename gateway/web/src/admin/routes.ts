/** Which address of the admin tool shows which page, and where others add patients and support works. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { signedIn } from '../frame/roots';
import { bookingsSearch } from './bookings/bookingsSearch';
import { sentFilter } from './notices/sentFilter';

const people = () => import('./people/PeoplePage');
const adding = () => import('./person/AddPersonPages');
const editing = () => import('./person/EditPersonPage');
const getParentRoute = () => signedIn;

export const adminRoutes = [
  createRoute({
    getParentRoute,
    path: '/admin',
    beforeLoad: () => {
      throw redirect({ to: '/admin/patients', replace: true });
    },
  }),
  createRoute({ getParentRoute, path: '/admin/patients', component: lazyRouteComponent(people, 'PatientsPage') }),
  createRoute({ getParentRoute, path: '/admin/patients/new', component: lazyRouteComponent(adding, 'AdminAddPatientPage') }),
  createRoute({ getParentRoute, path: '/admin/patients/$personId', component: lazyRouteComponent(editing, 'EditPatientPage') }),
  createRoute({ getParentRoute, path: '/admin/staff', component: lazyRouteComponent(people, 'ColleaguesPage') }),
  createRoute({ getParentRoute, path: '/admin/staff/new', component: lazyRouteComponent(adding, 'AdminAddStaffPage') }),
  createRoute({ getParentRoute, path: '/admin/staff/$personId', component: lazyRouteComponent(editing, 'EditColleaguePage') }),
  createRoute({ getParentRoute, path: '/admin/bookings/{-$tab}', validateSearch: bookingsSearch, component: lazyRouteComponent(() => import('./bookings/OurBookingsPage'), 'OurBookingsPage') }),
  createRoute({ getParentRoute, path: '/admin/bookings/new', component: lazyRouteComponent(() => import('./bookings/NewBookingPage'), 'NewBookingPage') }),
  createRoute({ getParentRoute, path: '/admin/rearrangements/for/$personId', component: lazyRouteComponent(() => import('./rearranging/RearrangePage'), 'RearrangePage') }),
  createRoute({ getParentRoute, path: '/admin/rearrangements/$rearrangementId', component: lazyRouteComponent(() => import('./rearranging/OneRearrangementPage'), 'OneRearrangementPage') }),
  createRoute({ getParentRoute, path: '/admin/notices', validateSearch: sentFilter, component: lazyRouteComponent(() => import('./notices/SentNoticesPage'), 'SentNoticesPage') }),
  createRoute({ getParentRoute, path: '/admin/outbox', component: lazyRouteComponent(() => import('./outbox/OutboxPage'), 'OutboxPage') }),
  createRoute({ getParentRoute, path: '/admin/imports', component: lazyRouteComponent(() => import('./imports/ImportPage'), 'ImportPage') }),
  createRoute({ getParentRoute, path: '/admin/imports/$importId', component: lazyRouteComponent(() => import('./imports/OneImportPage'), 'OneImportPage') }),
  createRoute({ getParentRoute, path: '/admin/settings', component: lazyRouteComponent(() => import('./settings/SettingsPage'), 'SettingsPage') }),
  createRoute({ getParentRoute, path: '/admin/support', component: lazyRouteComponent(() => import('./support/SupportPage'), 'SupportPage') }),
  createRoute({ getParentRoute, path: '/patients/new', component: lazyRouteComponent(adding, 'AddPatientPage') }),
  createRoute({ getParentRoute, path: '/support-tool', component: lazyRouteComponent(() => import('./support/SupportToolPage'), 'SupportToolPage') }),
] as const;
