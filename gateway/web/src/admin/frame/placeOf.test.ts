import { expect, it } from 'vitest';
import { placeOf } from './placeOf';

it.each([ // Q3
  ['/admin/bookings', '/admin/bookings'],
  ['/admin/bookings/ongoing', '/admin/bookings'],
  ['/admin/bookings/new', '/admin/bookings'],
  ['/admin/bookings/future', '/admin/bookings/future'],
  ['/admin/rearrangements/for/1', '/admin/bookings/future'],
  ['/admin/patients/1', '/admin/patients'],
  ['/admin/outbox', '/admin/notices'],
])('%s stands under %s in the menu', (path, place) => {
  expect(placeOf(path)).toBe(place);
});

it('what is no page of the tool stands nowhere', () => {
  expect(placeOf('/visits')).toBeUndefined();
});
