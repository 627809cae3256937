/** The access a provider gives to the platform's support, and what support may do with it. */
import { ask, command, guarded, reading } from './asking';
import type { Role, Status } from './people';

export interface Someone { id: string; name: string | null }

export interface SupportWindow {
  id: string;
  opened_by: Someone;
  reason: string;
  opened_at: string;
  ends_at: string;
  closed_by: Someone | null;
  closed_at: string | null;
}

export interface SupportAccess { at: string; actor: Someone; action: string; outcome: 'done' | 'refused' }
export interface Support { is_open: boolean; windows: SupportWindow[]; accesses: SupportAccess[] }
export interface FoundBySupport { id: string; initials: string; roles: Role[]; status: Status }

export const getSupport = () => ask<Support>('GET', reading('/api/support'));
export const openSupport = (windowId: string, hours: number, reason: string) =>
  command(`/api/support/${encodeURIComponent(windowId)}`, { hours, reason });
export const closeSupport = () => command('/api/support/close');

export const findForSupport = (personnummer: string) => guarded<FoundBySupport>('/api/support/people/search', { personnummer });
export const restoreForSupport = (personId: string, reason: string) =>
  command(`/api/support/people/${encodeURIComponent(personId)}/restore`, { reason });
