import { describe, expect, it } from 'vitest';
import type { Participant } from '../api/people';
import { someVisit } from '../visits/someVisit';
import { draftOf } from './draft';
import { reconcile } from './meanwhile';

const person = (id: string): Participant => ({ id, name: id, initials: id });
const [ANNA, JONAS, ERIK, FATIMA, GUN] = ['anna', 'jonas', 'erik', 'fatima', 'gun'].map(person) as
  [Participant, Participant, Participant, Participant, Participant];
const BASE = draftOf(someVisit({ staff: [ANNA], patients: [ERIK] }));
const ids = (people: Participant[]) => people.map(({ id }) => id);

describe('when somebody else changed the visit meanwhile', () => { // BOK-3
  it('what I wrote is kept, and what I did not touch follows the other', () => {
    const { draft, changes } = reconcile(BASE, { ...BASE, name: 'Samtal' }, { ...BASE, time: '14:00' });

    expect(draft).toEqual({ ...BASE, name: 'Samtal', time: '14:00' });
    expect(changes).toEqual([{ field: 'when', isMineToo: false }]);
  });

  it('it is told what both changed to different things', () => {
    const { draft, changes } = reconcile(BASE, { ...BASE, length: '45' }, { ...BASE, length: '60' });

    expect(draft.length).toBe('45');
    expect(changes).toEqual([{ field: 'length', isMineToo: true }]);
  });

  it('a date and a time are one thing: half of mine is not put beside half of theirs', () => {
    const { draft } = reconcile(BASE, { ...BASE, date: '2026-12-01' }, { ...BASE, date: '2026-12-02', time: '14:00' });

    expect([draft.date, draft.time]).toEqual(['2026-12-01', BASE.time]);
  });

  it('people whom both brought in and took out are brought in and taken out', () => {
    const mine = { ...BASE, staff: [ANNA, JONAS], patients: [FATIMA] };
    const theirs = { ...BASE, patients: [ERIK, GUN] };

    const { draft, changes } = reconcile(BASE, mine, theirs);

    expect([ids(draft.staff), ids(draft.patients)]).toEqual([['anna', 'jonas'], ['gun', 'fatima']]);
    expect(changes).toEqual([{ field: 'patients', added: [GUN], removed: [] }]);
  });

  it('whom both brought in is in it once', () => {
    const both = { ...BASE, patients: [ERIK, FATIMA] };

    expect(ids(reconcile(BASE, both, both).draft.patients)).toEqual(['erik', 'fatima']);
  });
});
