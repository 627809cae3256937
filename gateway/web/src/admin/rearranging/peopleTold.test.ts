import { expect, it } from 'vitest';
import type { Plan } from '../../api/rearranging';
import { peopleTold } from './peopleTold';

const people = (...ids: string[]) => ids.map((id) => ({ id, name: id, initials: id }));
const plan = (action: Plan['action'], substitute_id: string | null = null): Plan => ({ person_id: 'anna', action, substitute_id, shift_days: null });
const VISITS = [
  { staff: people('anna', 'sara'), patients: people('karl') },
  { staff: people('anna'), patients: people('karl', 'maria') },
];

it('everyone in the visits is told of another time, and counted once', () => { // BOK-6 NOT-1
  expect(peopleTold(VISITS, plan('move'), 'elin')).toEqual({ patients: 2, colleagues: 2 });
  expect(peopleTold(VISITS, plan('cancel'), 'elin')).toEqual({ patients: 2, colleagues: 2 });
});

it('of other staff the patients are told, the one who leaves and the one who comes', () => { // BOK-6
  expect(peopleTold(VISITS, plan('replace', 'jonas'), 'elin')).toEqual({ patients: 2, colleagues: 2 });
});

it('whoever does it is not told', () => {
  expect(peopleTold(VISITS, plan('replace', 'elin'), 'elin')).toEqual({ patients: 2, colleagues: 1 });
  expect(peopleTold([], plan('replace', 'jonas'), 'elin')).toEqual({ patients: 0, colleagues: 0 });
});
