/** How a visit stands right now, in the words of the list: its chip, its group, and which one is nearest. */
import type { Visit } from '../api/care';
import type { Participant, SignedInPerson } from '../api/people';

export type Standing = 'booked' | 'ongoing' | 'neverStarted' | 'ended' | 'cancelled' | 'missed';

export interface GroupedVisits {
  nearest: Visit | null;
  ongoing: Visit[];
  coming: Visit[];
  earlier: Visit[];
}

const HOUR = 3_600_000;
/** A visit nobody started may still be the nearest one this long after its end: somebody may be waiting. */
const STILL_WAITING = 2 * HOUR;
/** A started visit this long past its end was most likely forgotten, and gives way to the next one. */
const FORGOTTEN = 12 * HOUR;

export function standingOf(visit: Visit, now: number): Standing {
  if (visit.state === 'started') return 'ongoing';
  if (visit.state !== 'booked') return visit.state;
  return Date.parse(visit.ends_at) < now ? 'neverStarted' : 'booked';
}

export function groupVisits(visits: Visit[], now: number): GroupedVisits {
  const nearest = nearestVisit(visits, now);
  const others = visits.filter((visit) => visit !== nearest);
  const standing = (...wanted: Standing[]) => others.filter((visit) => wanted.includes(standingOf(visit, now)));
  return {
    nearest,
    ongoing: standing('ongoing').sort(soonestFirst),
    coming: standing('booked').sort(soonestFirst),
    earlier: standing('neverStarted', 'ended', 'cancelled', 'missed').sort(latestFirst),
  };
}

/** Each visit once, the newest of those that are told of twice: one that moves between pages may stand on both for a moment. */
export function eachOnce(visits: Visit[]): Visit[] {
  const known = new Map<string, Visit>();
  for (const visit of visits) {
    if ((known.get(visit.id)?.version ?? 0) < visit.version) known.set(visit.id, visit);
  }
  return [...known.values()];
}

/** The people at the other end, as the signed-in person meets them. */
export function othersIn(visit: Visit, me: SignedInPerson): Participant[] {
  const amStaff = visit.staff.some((person) => person.id === me.id);
  const facing = amStaff ? visit.patients : visit.staff;
  return facing.length > 0 ? facing : [...visit.staff, ...visit.patients].filter((person) => person.id !== me.id);
}

export const isStaffIn = (visit: Visit, me: SignedInPerson): boolean =>
  visit.staff.some((person) => person.id === me.id);

/** Whole minutes until the booked end; zero or less means over time. */
export const minutesLeft = (visit: Visit, now: number): number =>
  Math.ceil((Date.parse(visit.ends_at) - now) / 60_000);

function nearestVisit(visits: Visit[], now: number): Visit | null {
  const closest = (some: Visit[]) => [...some].sort((a, b) => distance(a, now) - distance(b, now))[0] ?? null;
  const pastEnd = (visit: Visit) => now - Date.parse(visit.ends_at);
  const started = visits.filter((visit) => visit.state === 'started');
  const waiting = visits.filter((visit) => visit.state === 'booked' && pastEnd(visit) < STILL_WAITING);
  return closest(started.filter((visit) => pastEnd(visit) < FORGOTTEN)) ?? closest(waiting) ?? closest(started);
}

const distance = (visit: Visit, now: number) => Math.abs(Date.parse(visit.starts_at) - now);
const soonestFirst = (a: Visit, b: Visit) => Date.parse(a.starts_at) - Date.parse(b.starts_at);
const latestFirst = (a: Visit, b: Visit) => Date.parse(b.starts_at) - Date.parse(a.starts_at);
