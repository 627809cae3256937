import { describe, expect, it } from 'vitest';
import { momentInStockholm, nearDay, nextQuarter } from './stockholm';

describe('a date and a time in Stockholm', () => {
  it('mean the same moment in every browser, in winter and in summer', () => {
    expect(momentInStockholm('2026-12-01', '13:15')?.toISOString()).toBe('2026-12-01T12:15:00.000Z');
    expect(momentInStockholm('2026-07-01', '13:15')?.toISOString()).toBe('2026-07-01T11:15:00.000Z');
  });

  it('in the hour that does not exist when summer time begins mean the hour after', () => {
    expect(momentInStockholm('2027-03-28', '02:30')?.toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });

  it('that are no date or time mean nothing', () => {
    expect(momentInStockholm('2026-02-30', '13:15')).toBeNull();
    expect(momentInStockholm('', '')).toBeNull();
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
