import { describe, expect, it } from 'vitest';
import { clockChange, momentInStockholm, nearDay, nextQuarter, wallTime } from './stockholm';

describe('a date and a time in Stockholm', () => {
  it('mean the same moment in every browser, in winter and in summer', () => {
    expect(momentInStockholm('2026-12-01', '13:15')?.toISOString()).toBe('2026-12-01T12:15:00.000Z');
    expect(momentInStockholm('2026-07-01', '13:15')?.toISOString()).toBe('2026-07-01T11:15:00.000Z');
  });

  it('in the hour that does not exist when summer time begins mean the hour after', () => {
    expect(momentInStockholm('2027-03-28', '02:30')?.toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });

  it('in the hour that comes twice when winter time begins mean the one that is chosen', () => {
    expect(momentInStockholm('2026-10-25', '02:30')?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(momentInStockholm('2026-10-25', '02:30', 'later')?.toISOString()).toBe('2026-10-25T01:30:00.000Z');
    expect(momentInStockholm('2026-10-25', '03:00', 'later')?.toISOString()).toBe('2026-10-25T02:00:00.000Z');
  });

  it('are known to be left out or to come twice', () => {
    expect(['01:59', '02:00', '02:59', '03:00'].map((time) => clockChange('2027-03-28', time))).toEqual([null, 'skipped', 'skipped', null]);
    expect(['01:59', '02:00', '02:59', '03:00'].map((time) => clockChange('2026-10-25', time))).toEqual([null, 'doubled', 'doubled', null]);
    expect(clockChange('', '02:30')).toBeNull();
  });

  it('that are no date or time mean nothing', () => {
    expect(momentInStockholm('2026-02-30', '13:15')).toBeNull();
    expect(momentInStockholm('', '')).toBeNull();
  });
});

describe('a moment', () => {
  it('is a date and a time in Stockholm, in winter and in summer', () => {
    expect(wallTime('2026-12-01T12:15:00Z')).toEqual({ date: '2026-12-01', time: '13:15', turn: 'earlier' });
    expect(wallTime('2026-07-01T22:15:00Z')).toEqual({ date: '2026-07-02', time: '00:15', turn: 'earlier' });
  });

  it.each(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', '2027-03-28T00:59:00.000Z', '2027-03-28T01:00:00.000Z'])(
    'in a night when the clocks change comes back as it was: %s', (iso) => {
      const { date, time, turn } = wallTime(iso);

      expect(momentInStockholm(date, time, turn)?.toISOString()).toBe(iso);
    });
});

it('the next quarter after 23:50 is on the next day', () => {
  expect(nextQuarter(Date.parse('2026-11-23T22:50:00Z'))).toEqual({ date: '2026-11-24', time: '00:00' });
});

it('the day is named as it is in Stockholm, not where the browser is', () => {
  const seenFrom = Date.parse('2026-11-23T22:30:00Z');

  expect(nearDay(Date.parse('2026-11-23T23:30:00Z'), seenFrom)).toBe('tomorrow');
  expect(nearDay(Date.parse('2026-11-22T23:30:00Z'), seenFrom)).toBe('today');
  expect(nearDay(Date.parse('2026-12-01T09:00:00Z'), seenFrom)).toBe('other');
});
