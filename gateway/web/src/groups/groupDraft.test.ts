import { describe, expect, it } from 'vitest';
import { dealt, emptyDraft, groupsOf, membersOf, placed, withCount, withStaff } from './groupDraft';

const person = (id: string) => ({ id, name: id, initials: id });
const visit = { staff: [person('anna'), person('bo')], patients: ['karl', 'maria', 'olle'].map(person) };

function draftOf() {
  let made = 0;
  return emptyDraft(visit, () => `group ${++made}`);
}

const names = (place: number) => `Grupp ${place + 1}`;

describe('small groups being put together', () => { // GRP-4
  it('begin as two empty ones with all staff in each', () => { // GRP-5
    const draft = draftOf();

    expect(draft.count).toBe(2);
    expect(groupsOf(draft, names)).toEqual([]);
    expect(draft.staff[0]).toEqual(['anna', 'bo']);
  });

  it('take whoever is chosen by hand, each in one group only', () => {
    const draft = placed(placed(placed(draftOf(), 'karl', 0), 'maria', 1), 'karl', 1);

    expect(membersOf(draft, 0)).toEqual([]);
    expect(groupsOf(draft, names)).toEqual([
      { visit_id: 'group 2', name: 'Grupp 2', staff_ids: ['anna', 'bo'], patient_ids: expect.arrayContaining(['karl', 'maria']) },
    ]);
  });

  it('let a person stay in the big group', () => {
    const draft = placed(placed(draftOf(), 'karl', 0), 'karl', null);

    expect(groupsOf(draft, names)).toEqual([]);
  });

  it('are dealt by chance among those who are asked for, and keep their ids', () => {
    const draft = dealt(withCount(draftOf(), 3), ['karl', 'maria', 'olle']);

    const groups = groupsOf(draft, names);

    expect(groups.map(({ visit_id }) => visit_id)).toEqual(['group 1', 'group 2', 'group 3']);
    expect(groups.flatMap(({ patient_ids }) => patient_ids).toSorted()).toEqual(['karl', 'maria', 'olle']);
  });

  it('that become fewer leave the people of the last ones in the big group', () => {
    const draft = withCount(placed(placed(draftOf(), 'karl', 0), 'maria', 1), 1);

    expect(groupsOf(draft, names).map(({ patient_ids }) => patient_ids)).toEqual([['karl']]);
  });

  it('may have staff of their own', () => {
    const draft = withStaff(placed(draftOf(), 'karl', 0), 0, ['bo']);

    expect(groupsOf(draft, names)[0]!.staff_ids).toEqual(['bo']);
    expect(draft.staff[1]).toEqual(['anna', 'bo']);
  });
});
