/** Who comes, goes and waits: puts it into the answers that pages hold, and tells those who listen for it. */

export interface Presence { visit_id: string; person_id: string; state: 'joined' | 'left' | 'waiting' | 'stopped_waiting' }

type Listener = (presence: Presence) => void;

const listeners = new Set<Listener>();

export function onPresence(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tellPresence(presence: Presence): void {
  for (const listener of listeners) listener(presence);
}

interface Attended { id: string; present: string[]; waiting: string[] }

/** Any answer in which visits stand, however deep, with this presence written into the one it is about. */
export function withPresence<Answer>(answer: Answer, presence: Presence): Answer {
  if (Array.isArray(answer)) return changedItems(answer, presence) as Answer;
  if (typeof answer !== 'object' || answer === null) return answer;
  if (isAttended(answer)) return (answer.id === presence.visit_id ? attended(answer, presence) : answer) as Answer;
  const entries = Object.entries(answer);
  const changed = entries.map(([key, value]) => [key, withPresence<unknown>(value, presence)] as const);
  return changed.some(([, value], place) => value !== entries[place]![1]) ? Object.fromEntries(changed) as Answer : answer;
}

function changedItems(items: unknown[], presence: Presence): unknown[] {
  const changed = items.map((item) => withPresence(item, presence));
  return changed.some((item, place) => item !== items[place]) ? changed : items;
}

const isAttended = (answer: object): answer is Attended =>
  'id' in answer && 'present' in answer && Array.isArray(answer.present) && 'waiting' in answer && Array.isArray(answer.waiting);

function attended<Visit extends Attended>(visit: Visit, { person_id, state }: Presence): Visit {
  const without = (ids: string[]) => ids.filter((id) => id !== person_id);
  switch (state) {
    case 'joined': return { ...visit, present: [...without(visit.present), person_id], waiting: without(visit.waiting) };
    case 'left': return { ...visit, present: without(visit.present) };
    case 'waiting': return { ...visit, waiting: [...without(visit.waiting), person_id] };
    case 'stopped_waiting': return { ...visit, waiting: without(visit.waiting) };
  }
}
