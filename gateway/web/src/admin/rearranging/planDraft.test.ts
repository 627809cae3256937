import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN, faultsOf, periodOf, planOf } from './planDraft';

const JONAS = { id: 'jonas', name: 'Jonas Ek', initials: 'JE' };

describe('a plan for the visits of a colleague who is away', () => { // BOK-6
  it('needs somebody who takes over, when that is what is asked', () => {
    expect(faultsOf(EMPTY_PLAN, 'anna')).toEqual({ substitute: 'missing' });
    expect(faultsOf({ ...EMPTY_PLAN, substitute: JONAS }, 'anna')).toEqual({});
    expect(faultsOf({ ...EMPTY_PLAN, substitute: JONAS }, 'jonas')).toEqual({ substitute: 'same' });
    expect(faultsOf({ ...EMPTY_PLAN, action: 'cancel' }, 'anna')).toEqual({});
  });

  it.each(['', '0', '366', '1,5', '-3', 'tre'])('is not moved by %j days', (days) => {
    expect(faultsOf({ ...EMPTY_PLAN, action: 'move', days }, 'anna')).toEqual({ days: 'range' });
  });

  it('says only what belongs to what is asked', () => {
    const draft = { ...EMPTY_PLAN, substitute: JONAS, days: '3', direction: 'earlier' as const };

    expect(planOf('anna', draft)).toEqual({ person_id: 'anna', action: 'replace', substitute_id: 'jonas', shift_days: null });
    expect(planOf('anna', { ...draft, action: 'move' })).toMatchObject({ substitute_id: null, shift_days: -3 });
    expect(planOf('anna', { ...draft, action: 'cancel' })).toMatchObject({ substitute_id: null, shift_days: null });
  });

  it('lasts from the first day to the end of the last, in Stockholm, over the night when clocks change', () => {
    expect(periodOf({ since: '2027-03-27', until: '2027-03-28' })).toEqual({ since: '2027-03-26T23:00:00.000Z', until: '2027-03-28T22:00:00.000Z' });
    expect(periodOf({ since: '', until: '' })).toEqual({ since: null, until: null });
    expect(periodOf({ since: '', until: '2026-12-31' }).until).toBe('2026-12-31T23:00:00.000Z');
  });

  it('does not end before it begins; a single day is a period', () => {
    const draft = { ...EMPTY_PLAN, substitute: JONAS };

    expect(faultsOf({ ...draft, since: '2026-12-02', until: '2026-12-01' }, 'anna')).toEqual({ until: 'order' });
    expect(faultsOf({ ...draft, since: '2026-12-01', until: '2026-12-01' }, 'anna')).toEqual({});
  });
});
