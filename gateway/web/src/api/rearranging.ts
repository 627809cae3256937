/** All visits of a colleague who is away: what a plan would do with them, doing it, and how far that has come. */
import { ask, command, guarded, LONG_PATIENCE_MILLISECONDS, reading } from './asking';
import type { Visit } from './care';
import type { Participant } from './people';

export type RearrangingAction = 'replace' | 'move' | 'cancel';

/** A substitute is for replacing, a number of days for moving. */
export interface Plan { person_id: string; action: RearrangingAction; substitute_id: string | null; shift_days: number | null }

export interface PlannedVisit {
  visit: Visit;
  new_starts_at: string | null;
  /** The code of the refusal that the visit would meet. */
  problem: string | null;
  /** How many other visits at the same time those have who would be in it. */
  overlap_count: number;
}
export interface Preview { visits: PlannedVisit[]; has_more: boolean }

export interface Rearrangement {
  id: string;
  action: RearrangingAction;
  person: Participant;
  substitute: Participant | null;
  shift_days: number | null;
  state: 'running' | 'done' | 'stopped';
  total: number;
  handled: number;
  changed: number;
  problems: { visit_id: string; code: string }[];
  asked_at: string;
  asked_by: Participant;
}

const ofRearrangement = (id: string, matter = '') => `/api/rearrangements/${encodeURIComponent(id)}${matter}`;

export const previewRearrangement = (plan: Plan, since: string | null, until: string | null) =>
  guarded<Preview>(reading('/api/rearrangements/preview'), { ...plan, since, until }, LONG_PATIENCE_MILLISECONDS);
export const startRearrangement = (id: string, plan: Plan, visitIds: string[], reason: string) =>
  command(ofRearrangement(id), { ...plan, visit_ids: visitIds, reason: reason || null });
export const getRearrangement = (id: string) => ask<Rearrangement>('GET', reading(ofRearrangement(id)));
export const stopRearrangement = (id: string) => command(ofRearrangement(id, '/stop'));
