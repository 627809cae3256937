/** What differs between a visit as it was shown and as it is now, for those who have its page open. */
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';

export type Change =
  | { kind: 'time' }
  | { kind: 'length' }
  | { kind: 'name' }
  | { kind: 'joined'; people: Participant[] }
  | { kind: 'left'; people: Participant[] };

type Details = Pick<Visit, 'name' | 'starts_at' | 'length_minutes' | 'staff' | 'patients'>;

export function changesBetween(before: Details, after: Details): Change[] {
  const changes: Change[] = [];
  if (Date.parse(before.starts_at) !== Date.parse(after.starts_at)) changes.push({ kind: 'time' });
  else if (before.length_minutes !== after.length_minutes) changes.push({ kind: 'length' });
  if (before.name !== after.name) changes.push({ kind: 'name' });
  const joined = newIn(after, before);
  const left = newIn(before, after);
  if (joined.length > 0) changes.push({ kind: 'joined', people: joined });
  if (left.length > 0) changes.push({ kind: 'left', people: left });
  return changes;
}

function newIn(visit: Details, other: Details): Participant[] {
  const known = new Set(everyone(other).map(({ id }) => id));
  return everyone(visit).filter(({ id }) => !known.has(id));
}

const everyone = ({ staff, patients }: Details) => [...staff, ...patients];
