import { expect, it } from 'vitest';
import { calendarView } from './view';

it('the address says which view and which day, and nothing that is neither', () => {
  expect(calendarView({ view: 'week', date: '2026-11-23' })).toEqual({ view: 'week', date: '2026-11-23' });
  expect(calendarView({ view: 'year', date: '2026-02-30' })).toEqual({});
});
