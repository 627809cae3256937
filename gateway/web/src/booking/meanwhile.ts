/** What becomes of a change being written when somebody else changed the visit meanwhile. */
import type { Participant } from '../api/people';
import { isSame, merge } from '../forms/merging';
import type { WallTime } from '../time/stockholm';
import type { Draft } from './draft';

export type OtherChange =
  | { field: 'name' | 'when' | 'length'; isMineToo: boolean }
  | { field: 'staff' | 'patients'; added: Participant[]; removed: Participant[] };

export interface Meanwhile {
  /** What was written where something was written, and else what now stands. */
  draft: Draft;
  /** All that the other changed; `isMineToo` where both did, to different things. */
  changes: OtherChange[];
}

/** `base` is what one started from, `written` what one made of it, `latest` what stands now. */
export function reconcile(base: Draft, written: Draft, latest: Draft): Meanwhile {
  const { typed, differing } = merge(partsOf(base), partsOf(written), partsOf(latest));
  const changed = (['name', 'when', 'length'] as const)
    .filter((field) => !isSame(partsOf(base)[field], partsOf(latest)[field]))
    .map((field) => ({ field, isMineToo: differing.includes(field) }));
  const people = (['staff', 'patients'] as const).map((field) => ({
    field, added: without(latest[field], base[field]), removed: without(base[field], latest[field]),
  }));
  return {
    draft: {
      ...written, name: typed.name, ...typed.when, ...typed.length, kind: latest.kind,
      staff: mergePeople(base.staff, written.staff, latest.staff),
      patients: mergePeople(base.patients, written.patients, latest.patients),
    },
    changes: [...changed, ...people.filter(({ added, removed }) => added.length + removed.length > 0)],
  };
}

interface Parts { name: string; when: WallTime; length: { length: string; ownLength: string } }

const partsOf = ({ name, date, time, turn, length, ownLength }: Draft): Parts =>
  ({ name, when: { date, time, turn }, length: { length, ownLength } });

/** Whom I brought in stays in and whom I took out stays out, beside what the other did. */
function mergePeople(base: Participant[], written: Participant[], latest: Participant[]): Participant[] {
  const takenOut = without(base, written);
  const kept = without(latest, takenOut);
  return [...kept, ...without(without(written, base), kept)];
}

const without = (people: Participant[], others: Participant[]) =>
  people.filter(({ id }) => !others.some((other) => other.id === id));
