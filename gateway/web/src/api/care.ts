/** Visits: what the gateway tells of them, and one function per command. */
import { ask, command, guarded, reading } from './asking';
import type { Participant } from './people';

export type VisitState = 'booked' | 'started' | 'ended' | 'cancelled';

export interface Visit {
  id: string;
  version: number;
  name: string;
  state: VisitState;
  starts_at: string;
  length_minutes: number;
  ends_at: string;
  started_at: string | null;
  ended_at: string | null;
  ended_by: Participant | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  staff: Participant[];
  patients: Participant[];
  present: string[];
  /** It lost its patient or its staff, and somebody must decide what becomes of it. */
  needs_action: boolean;
  can: { start: boolean; join: boolean; end: boolean; cancel: boolean };
}

export interface NewVisit { name: string; starts_at: string; length_minutes: number; patient_id: string }
export interface Admission { url: string; token: string; expires_at: string }

export const getVisit = (visitId: string) => ask<Visit>('GET', reading(`/api/visits/${encodeURIComponent(visitId)}`));
export const getVisits = async () => (await ask<{ visits: Visit[] }>('GET', reading('/api/visits'))).visits;
export const getVisitsNeedingAction = async () =>
  (await ask<{ visits: Visit[] }>('GET', reading('/api/visits/attention'))).visits;

export const bookVisit = (visitId: string, visit: NewVisit) => command(`/api/visits/${visitId}`, visit);
export const startVisit = (visitId: string) => command(`/api/visits/${visitId}/start`);
export const endVisit = (visitId: string) => command(`/api/visits/${visitId}/end`);
export const cancelVisit = (visitId: string, reason: string) =>
  command(`/api/visits/${visitId}/cancel`, reason ? { reason } : {});
export const joinVisit = (visitId: string) => guarded<Admission>(`/api/visits/${visitId}/join`);
