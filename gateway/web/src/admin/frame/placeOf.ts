/** Which entry of the admin tool's menu a page belongs to. */

const PLACES = [
  '/admin/patients', '/admin/staff', '/admin/bookings', '/admin/bookings/future', '/admin/notices', '/admin/imports', '/admin/settings', '/admin/support',
] as const;
const KIN: [string, Place][] = [['/admin/outbox', '/admin/notices'], ['/admin/rearrangements', '/admin/bookings/future']];

export type Place = (typeof PLACES)[number];

/** The longest entry that the address begins with, or the one its page is reached from. */
export function placeOf(path: string): Place | undefined {
  const isUnder = (place: string) => path === place || path.startsWith(`${place}/`);
  return PLACES.findLast(isUnder) ?? KIN.find(([page]) => isUnder(page))?.[1];
}
