/** A plan for a colleague's visits while it is being made: what is asked for, and what is wrong with it. */
import type { Participant } from '../../api/people';
import type { Plan, RearrangingAction } from '../../api/rearranging';
import { momentInStockholm } from '../../time/stockholm';

export interface PlanDraft {
  action: RearrangingAction;
  substitute: Participant | null;
  days: string;
  direction: 'later' | 'earlier';
  /** Dates as their fields write them; empty is from now, and without end. */
  since: string;
  until: string;
  reason: string;
}

export type PlanField = 'substitute' | 'days' | 'since' | 'until';
export type PlanFault = 'missing' | 'same' | 'range' | 'order';
export type PlanFaults = Partial<Record<PlanField, PlanFault>>;

export const MOST_DAYS = 365;
export const LONGEST_REASON = 500;

export const EMPTY_PLAN: PlanDraft = { action: 'replace', substitute: null, days: '7', direction: 'later', since: '', until: '', reason: '' };

/** What is wrong before the gateway is asked; nobody takes over from oneself. */
export function faultsOf(draft: PlanDraft, personId: string): PlanFaults {
  const faults: PlanFaults = {};
  if (draft.action === 'replace' && !draft.substitute) faults.substitute = 'missing';
  if (draft.action === 'replace' && draft.substitute?.id === personId) faults.substitute = 'same';
  if (draft.action === 'move' && !isDays(draft.days)) faults.days = 'range';
  const { since, until } = periodOf(draft);
  if (since && until && since >= until) faults.until = 'order';
  return faults;
}

/** What a faultless draft asks for. */
export function planOf(personId: string, draft: PlanDraft): Plan {
  const days = Number(draft.days) * (draft.direction === 'later' ? 1 : -1);
  return {
    person_id: personId,
    action: draft.action,
    substitute_id: draft.action === 'replace' ? draft.substitute!.id : null,
    shift_days: draft.action === 'move' ? days : null,
  };
}

/** From the beginning of the first day to the end of the last, in Stockholm. */
export function periodOf({ since, until }: Pick<PlanDraft, 'since' | 'until'>): { since: string | null; until: string | null } {
  const MIDNIGHT = '00:00';
  return { since: momentInStockholm(since, MIDNIGHT)?.toISOString() ?? null, until: momentInStockholm(dayAfter(until), MIDNIGHT)?.toISOString() ?? null };
}

const isDays = (typed: string) => /^[1-9]\d*$/.test(typed.trim()) && Number(typed) <= MOST_DAYS;

function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return '';
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
