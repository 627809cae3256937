/** Who has been heard to wait, for those whose page shows something else than the visit that is waited for. */
import { useSyncExternalStore } from 'react';
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import type { Presence } from '../live/presence';

export interface WaitingPerson { visit: Visit; person: Participant }

let waiting: readonly WaitingPerson[] = [];
const listeners = new Set<() => void>();

export const waitingNow = (): readonly WaitingPerson[] => waiting;

export function noteWaiting(visit: Visit, person: Participant): void {
  tell([...without(visit.id, person.id), { visit, person }]);
}

/** They came in, left, or there is nothing to wait for any more. */
export function noteNotWaiting({ visit_id, person_id }: Pick<Presence, 'visit_id' | 'person_id'>): void {
  const others = without(visit_id, person_id);
  if (others.length < waiting.length) tell(others);
}

/** Nothing of this is for whoever signs in next. */
export const forgetWaiting = (): void => tell([]);

export const useWaitingNow = (): readonly WaitingPerson[] => useSyncExternalStore(subscribe, waitingNow);

const without = (visitId: string, personId: string) =>
  waiting.filter(({ visit, person }) => visit.id !== visitId || person.id !== personId);

function tell(now: readonly WaitingPerson[]): void {
  waiting = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
