import { describe, expect, it } from 'vitest';
import { someVisit } from '../../visits/someVisit';
import { chosenAtFirst, toggled } from './chosenAtFirst';
import { swapped } from './swapped';

const person = (id: string) => ({ id, name: id, initials: id });
const VISIT = someVisit({ id: 'v', details_version: 4, staff: [person('anna'), person('sara')], patients: [person('karl')] });

describe('a swap of staff', () => { // BOK-6
  it('changes nothing but who stands in whose place', () => {
    expect(swapped(VISIT, 'anna', 'jonas', 'Vikarie')).toEqual({
      details_version: 4, name: VISIT.name, starts_at: VISIT.starts_at, length_minutes: VISIT.length_minutes,
      staff_ids: ['jonas', 'sara'], patient_ids: ['karl'], reason: 'Vikarie',
    });
  });

  it('in a visit that lost its staff brings somebody in', () => { // Q7
    expect(swapped({ ...VISIT, staff: [] }, null, 'jonas', '')).toMatchObject({ staff_ids: ['jonas'], reason: null });
  });
});

describe('the visits of a plan', () => { // BOK-6
  it('are all chosen from the start, but for those that cannot be done', () => {
    const planned = [{ visit: VISIT, problem: null }, { visit: { ...VISIT, id: 'w' }, problem: 'visit_already_started' }];

    expect([...chosenAtFirst(planned)]).toEqual(['v']);
  });

  it('are left out and taken back one by one', () => {
    const chosen = new Set(['v', 'w']);

    expect([...toggled(chosen, 'v', false)]).toEqual(['w']);
    expect([...toggled(toggled(chosen, 'v', false), 'v', true)].sort()).toEqual(['v', 'w']);
    expect(chosen.size).toBe(2);
  });
});
