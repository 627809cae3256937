/** Booking and changing visits, and what one asks while doing it: who can come, and who is busy then. */
import { ask, command, guarded, reading } from './asking';
import { paged, type Tab, type Visit, type VisitPage } from './care';
import type { Participant, Role } from './people';

export interface Repeat { every_weeks: number; times: number }

/** What is decided of a visit when it is booked, and may be changed later. */
export interface VisitDetails { name: string; starts_at: string; length_minutes: number; staff_ids: string[]; patient_ids: string[] }
export interface NewVisit extends VisitDetails { is_group: boolean; repeat: Repeat | null }
export interface ChangedVisit extends VisitDetails { details_version: number; reason: string | null }

export interface OverlapQuestion {
  person_ids: string[];
  starts_at: string;
  length_minutes: number;
  repeat: Repeat | null;
  except_visit_id: string | null;
}
export interface Overlap { person: Participant; starts_at: string; ends_at: string }

/** Someone who can be invited. A patient's personnummer comes along. */
export interface Invitable { id: string; name: string; initials: string; personnummer?: string | null }
export interface FoundInvitables { people: Invitable[]; has_more: boolean }

/** A person found among the participants of bookings, whatever has become of them. */
export interface FoundParticipant { id: string; name: string; initials: string; personnummer: string; roles: Role[] }
export interface FoundBookings extends VisitPage { person: FoundParticipant | null }

const ofVisit = (visitId: string, matter = '') => `/api/visits/${encodeURIComponent(visitId)}${matter}`;

/** The ids of the visits that were booked: one, or every one of a series. */
export const bookVisit = async (visitId: string, visit: NewVisit) =>
  (await command<{ visit_ids: string[] }>(ofVisit(visitId), visit)).visit_ids;

export const changeVisit = (visitId: string, change: ChangedVisit) => command(ofVisit(visitId, '/change'), change);

export const findOverlaps = async (question: OverlapQuestion) =>
  (await guarded<{ overlaps: Overlap[] }>(reading('/api/visits/overlaps'), question)).overlaps;

export const getSeries = async (seriesId: string) =>
  (await ask<{ visits: Visit[] }>('GET', reading(`/api/series/${encodeURIComponent(seriesId)}`))).visits;

/** Active staff, by name. */
export const searchColleagues = (text: string, after: string | null = null) =>
  guarded<FoundInvitables>(reading('/api/colleagues/search'), { text, after });

const MOST_SUGGESTED = 20;

/** Active patients, by name or by a whole personnummer. */
export const searchPatients = (text: string) =>
  guarded<FoundInvitables>(reading('/api/people/search'), { group: 'patients', text, statuses: ['active'], limit: MOST_SUGGESTED });

/** «Våra bokningar», for administrators. */
export const getBookings = (tab: Tab, after: string | null = null) => ask<VisitPage>('GET', reading(paged('/api/bookings', { tab, after })));
export const searchBookings = (personnummer: string, tab: Tab, after: string | null = null, limit = 25) =>
  guarded<FoundBookings>(reading('/api/bookings/search'), { personnummer, tab, after, limit });
