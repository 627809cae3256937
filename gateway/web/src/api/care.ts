/** Visits: what the gateway tells of them, and one function per thing that can be done with one. */
import { ask, command, guarded, reading } from './asking';
import type { Participant } from './people';

export type VisitState = 'booked' | 'started' | 'ended' | 'cancelled' | 'missed';
export type OriginCause = 'small_group' | 'invited_again';
export type Tab = 'future' | 'ongoing' | 'earlier';

export interface Visit {
  id: string;
  version: number;
  /** The version at which name, time, length or people last changed: a change starts from it. */
  details_version: number;
  name: string;
  is_group: boolean;
  state: VisitState;
  starts_at: string;
  length_minutes: number;
  ends_at: string;
  started_at: string | null;
  ended_at: string | null;
  ended_by: Participant | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  missed_at: string | null;
  staff: Participant[];
  /** For a patient the names and initials of the others are their initials, told apart. */
  patients: Participant[];
  people_count: number;
  /** Who is in the room now, by id. */
  present: string[];
  /** Which patients have the page open and wait, by id; for colleagues only. */
  waiting: string[];
  /** It lost its patient or its staff, and somebody must decide what becomes of it. */
  needs_action: boolean;
  /** Shared by the visits of one repeated booking. */
  series_id: string | null;
  /** The visit this one came out of, for those who belong to that one too. */
  origin_id: string | null;
  origin_cause: OriginCause | null;
  /** The visit by which everyone was invited again. */
  again_id: string | null;
  invite_again_until: string | null;
  can: VisitAbilities;
}

export interface VisitAbilities {
  start: boolean;
  join: boolean;
  end: boolean;
  cancel: boolean;
  change: boolean;
  mark_missed: boolean;
  take_back_missed: boolean;
  invite_again: boolean;
  open_small_groups: boolean;
}

export interface VisitPage { visits: Visit[]; next: string | null }
export interface Admission { url: string; token: string; expires_at: string }
export interface NewSmallGroup { visit_id: string; name: string; staff_ids: string[]; patient_ids: string[] }
export type CancelScope = 'one' | 'following';

export const PAGE_LIMIT = 25;

const ofVisit = (visitId: string, matter = '') => `/api/visits/${encodeURIComponent(visitId)}${matter}`;

export const getVisit = (visitId: string) => ask<Visit>('GET', reading(ofVisit(visitId)));

/** «Mina bokningar»: a page of a tab, or those that touch a stretch of time. */
export const getVisitPage = (tab: Tab, after: string | null = null) => ask<VisitPage>('GET', reading(paged('/api/visits', { tab, after })));
export const getVisitsBetween = (since: string, until: string) => everyPage((after) => paged('/api/visits', { since, until, after, limit: '500' }));

export const getVisitsNeedingAction = async () =>
  (await ask<{ visits: Visit[] }>('GET', reading('/api/visits/attention'))).visits;

export const startVisit = (visitId: string) => command(ofVisit(visitId, '/start'));
export const endVisit = (visitId: string) => command(ofVisit(visitId, '/end'));
export const joinVisit = (visitId: string) => guarded<Admission>(ofVisit(visitId, '/join'));
export const markMissed = (visitId: string) => command(ofVisit(visitId, '/missed'));
export const takeBackMissed = (visitId: string) => command(ofVisit(visitId, '/missed/undo'));

/** How many visits were cancelled: one, or with it every later one of its series. */
export const cancelVisit = async (visitId: string, reason: string, scope: CancelScope = 'one') =>
  (await command<{ cancelled: number }>(ofVisit(visitId, '/cancel'), { reason: reason || null, scope })).cancelled;

/** «Bjud in alla igen»: the id of the new, started visit. */
export const inviteAgain = async (visitId: string) =>
  (await command<{ visit_id: string }>(ofVisit(visitId, '/invite-again'))).visit_id;

export const openSmallGroups = (visitId: string, groups: NewSmallGroup[]) => command(ofVisit(visitId, '/small-groups'), { groups });

/** How many small groups were ended; the visit itself goes on. */
export const endSmallGroups = async (visitId: string) =>
  (await command<{ ended: number }>(ofVisit(visitId, '/small-groups/end'))).ended;

export const getSmallGroups = async (visitId: string) =>
  (await ask<{ visits: Visit[] }>('GET', reading(ofVisit(visitId, '/small-groups')))).visits;

/** A path with the parts of its question that are known. */
export function paged(path: string, parts: Record<string, string | null>): string {
  const known = Object.entries({ limit: String(PAGE_LIMIT), ...parts }).filter((part): part is [string, string] => part[1] !== null);
  return `${path}?${new URLSearchParams(known).toString()}`;
}

async function everyPage(pathAfter: (after: string | null) => string): Promise<Visit[]> {
  const visits: Visit[] = [];
  let after: string | null = null;
  do {
    const page: VisitPage = await ask<VisitPage>('GET', reading(pathAfter(after)));
    visits.push(...page.visits);
    after = page.next;
  } while (after !== null);
  return visits;
}
