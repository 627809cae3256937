import { describe, expect, it } from 'vitest';
import type { Participant } from '../api/people';
import { someVisit } from '../visits/someVisit';
import { bookingOf, changeOf, draftOf, emptyDraft, type Draft } from './draft';
import { faultsOf, fieldOf } from './faults';
import { lastStart } from './series';

const NOW = Date.parse('2026-11-23T09:31:00Z');
const person = (id: string): Participant => ({ id, name: id, initials: id });
const [ANNA, ERIK, FATIMA] = [person('anna'), person('erik'), person('fatima')];
const DRAFT: Draft = {
  kind: 'single', name: ' Återbesök ', date: '2026-12-01', time: '13:15', turn: 'earlier', length: '45', ownLength: '',
  staff: [ANNA], patients: [ERIK], isRepeated: false, times: '',
};
const many = (count: number) => Array.from({ length: count }, (_, place) => person(`p${place}`));

describe('a booking being written', () => {
  it('begins at the next quarter of an hour in Stockholm, with oneself', () => { // BOK-1
    expect(emptyDraft(NOW, [ANNA])).toMatchObject({ date: '2026-11-23', time: '10:45', length: '30', staff: [ANNA] });
  });

  it('begins in the morning of a day that was chosen, unless that has passed', () => {
    expect(emptyDraft(NOW, [], '2026-12-24')).toMatchObject({ date: '2026-12-24', time: '09:00' });
    expect(emptyDraft(NOW, [], '2026-11-22')).toMatchObject({ date: '2026-11-23', time: '10:45' });
  });

  it('says of every empty field that it is missing', () => { // BOK-7
    expect(faultsOf({ ...DRAFT, name: ' ', date: '', time: '', staff: [], patients: [] }, NOW))
      .toEqual({ name: 'missing', date: 'missing', time: 'missing', staff: 'missing', patients: 'missing' });
  });

  it('cannot begin in the past or more than four years ahead', () => {
    expect(faultsOf({ ...DRAFT, date: '2026-11-23', time: '10:30' }, NOW)).toEqual({ time: 'past' });
    expect(faultsOf({ ...DRAFT, date: '2030-11-24' }, NOW)).toEqual({ date: 'tooFarAhead' });
  });

  it.each([['1.5', 'notANumber'], ['', 'notANumber'], ['4', 'outOfRange'], ['481', 'outOfRange'], ['480', undefined]])(
    'lasts a whole number of minutes, from 5 to 480: %j', (ownLength, fault) => {
      expect(faultsOf({ ...DRAFT, length: 'own', ownLength }, NOW).length).toBe(fault);
    });

  it('becomes a booking at the moment its date and time mean in Stockholm', () => {
    expect(faultsOf(DRAFT, NOW)).toEqual({});
    expect(bookingOf(DRAFT)).toEqual({
      name: 'Återbesök', starts_at: '2026-12-01T12:15:00.000Z', length_minutes: 45,
      staff_ids: ['anna'], patient_ids: ['erik'], is_group: false, repeat: null,
    });
    expect(bookingOf({ ...DRAFT, length: 'own', ownLength: ' 25 ' }).length_minutes).toBe(25);
  });

  it('of one patient may be a group all the same, and one of several always is', () => {
    expect(bookingOf({ ...DRAFT, kind: 'group' }).is_group).toBe(true);
    expect(bookingOf({ ...DRAFT, kind: 'group', patients: [ERIK, FATIMA] }).is_group).toBe(true);
    expect(faultsOf({ ...DRAFT, patients: [ERIK, FATIMA] }, NOW)).toEqual({ patients: 'onlyOne' });
  });

  it('has room for fifty, staff and patients together', () => { // GRP-7
    const group: Draft = { ...DRAFT, kind: 'group', patients: many(49) };

    expect(faultsOf(group, NOW)).toEqual({});
    expect(faultsOf({ ...group, patients: many(50) }, NOW)).toEqual({ patients: 'tooMany' });
  });

  it('shows a refusal at the field it is about', () => {
    expect(fieldOf('length_out_of_range')).toBe('length');
    expect(fieldOf('not_for_colleagues')).toBe('staff');
    expect(fieldOf('late')).toBeNull();
  });
});

describe('a booking that is repeated every week', () => {
  const series: Draft = { ...DRAFT, isRepeated: true, times: '10' };

  it('asks for so many visits', () => {
    expect(bookingOf(series).repeat).toEqual({ every_weeks: 1, times: 10 });
    expect(bookingOf({ ...series, isRepeated: false }).repeat).toBeNull();
  });

  it.each([['', 'notANumber'], ['1', 'outOfRange'], ['201', 'outOfRange'], ['200', undefined]])('%j times', (times, fault) => {
    expect(faultsOf({ ...series, times }, NOW).times).toBe(fault);
  });

  it('has its last visit at the same time of day, whatever the clocks do between', () => {
    expect(lastStart({ ...series, date: '2026-10-20' }, { every_weeks: 1, times: 2 })?.toISOString()).toBe('2026-10-27T12:15:00.000Z');
    expect(lastStart({ ...series, date: '2027-03-23' }, { every_weeks: 1, times: 2 })?.toISOString()).toBe('2027-03-30T11:15:00.000Z');
  });

  it('may not reach further ahead than a visit may', () => {
    expect(faultsOf({ ...series, date: '2030-11-01', times: '10' }, NOW)).toEqual({ times: 'tooFarAhead' });
  });
});

describe('a visit being changed', () => { // BOK-3
  const visit = someVisit({ starts_at: '2026-11-23T09:07:31.5Z', length_minutes: 25, staff: [ANNA], patients: [ERIK], details_version: 4 });

  it('keeps its start to the second when that is not touched, also when it has passed', () => {
    const draft = { ...draftOf(visit), name: 'Samtal' };

    expect(faultsOf(draft, NOW, true)).toEqual({});
    expect(changeOf(draft, visit, ' ')).toEqual({
      details_version: 4, name: 'Samtal', starts_at: visit.starts_at, length_minutes: 25, staff_ids: ['anna'], patient_ids: ['erik'], reason: null,
    });
  });

  it('is moved to the moment its new time means', () => {
    expect(changeOf({ ...draftOf(visit), time: '13:15' }, visit, 'Sjuk').starts_at).toBe('2026-11-23T12:15:00.000Z');
  });
});
