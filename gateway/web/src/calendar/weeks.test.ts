import { parseDate } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import { someVisit } from '../visits/someVisit';
import { byDay, mondayOf, monthOf, moveDay, spanOf, weekNumber, weekOf } from './weeks';

const day = (text: string) => parseDate(text);
const texts = (days: { toString: () => string }[]) => days.map(String);

describe('a week', () => {
  it('begins on Monday', () => {
    expect(mondayOf(day('2026-11-29')).toString()).toBe('2026-11-23');
    expect(texts(weekOf(day('2026-11-23')))).toEqual([
      '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']);
  });

  it.each([['2026-01-01', 1], ['2026-11-23', 48], ['2026-12-31', 53], ['2027-01-03', 53], ['2027-01-04', 1], ['2024-12-30', 1], ['2028-01-02', 52]])(
    'of %s has the number %i', (date, number) => {
      expect(weekNumber(day(date))).toBe(number);
    });
});

describe('a month', () => {
  it('is shown as the whole weeks that touch it', () => {
    expect(texts(monthOf(day('2026-11-15')).map((week) => week[0]!))).toEqual(
      ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30']);
    expect(monthOf(day('2027-02-28'))).toHaveLength(4);
  });
});

it('a stretch of days ends with the last one, also when the clocks change in it', () => {
  expect(spanOf(day('2026-10-19'), day('2026-10-25'))).toEqual({ since: '2026-10-18T22:00:00.000Z', until: '2026-10-25T23:00:00.000Z' });
});

it('visits belong to the day on which they start in Stockholm, by start', () => {
  const visits = [
    someVisit({ id: 'b', starts_at: '2026-11-23T22:59:00Z' }), someVisit({ id: 'c', starts_at: '2026-11-23T23:00:00Z' }),
    someVisit({ id: 'a', starts_at: '2026-11-22T23:00:00Z' }),
  ];

  expect([...byDay(visits)].map(([date, all]) => [date, all.map(({ id }) => id)])).toEqual([['2026-11-23', ['a', 'b']], ['2026-11-24', ['c']]]);
});

it.each([
  ['ArrowLeft', '2026-11-30'], ['ArrowDown', '2026-12-08'], ['Home', '2026-11-30'], ['End', '2026-12-06'],
  ['PageUp', '2026-11-01'], ['PageDown', '2027-01-01']])('%s leads from the first of December to %s', (key, date) => {
  expect(moveDay(day('2026-12-01'), key)?.toString()).toBe(date);
});

it('other keys lead nowhere', () => {
  expect(moveDay(day('2026-12-01'), 'a')).toBeNull();
});
