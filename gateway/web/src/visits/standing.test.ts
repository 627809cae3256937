import { describe, expect, it } from 'vitest';
import type { Visit } from '../api/care';
import { someVisit } from './someVisit';
import { eachOnce, groupVisits, minutesLeft, standingOf } from './standing';

const NOW = Date.parse('2026-11-23T09:30:00Z');
const MINUTE = 60_000;

const visit = (id: string, startsInMinutes: number, state: Visit['state'] = 'booked'): Visit =>
  someVisit({ id, state, starts_at: new Date(NOW + startsInMinutes * MINUTE).toISOString() });

describe('a visit in the list', () => {
  it('that was never started and whose end has passed reads as not started', () => { // BOK-8 Q2
    expect(standingOf(visit('late', -31), NOW)).toBe('neverStarted');
    expect(standingOf(visit('now', -29), NOW)).toBe('booked');
  });

  it('stays ongoing days after its booked end', () => { // LIF-4
    expect(standingOf(visit('old', -3 * 24 * 60, 'started'), NOW)).toBe('ongoing');
  });

  it('that is ongoing comes before one that starts sooner', () => {
    const grouped = groupVisits([visit('ongoing', -40, 'started'), visit('next', 5)], NOW);

    expect(grouped.nearest?.id).toBe('ongoing');
    expect(grouped.coming.map(({ id }) => id)).toEqual(['next']);
  });

  it('that was forgotten yesterday gives way to the next one but is still ongoing', () => {
    const grouped = groupVisits([visit('forgotten', -24 * 60, 'started'), visit('next', 60)], NOW);

    expect(grouped.nearest?.id).toBe('next');
    expect(grouped.ongoing.map(({ id }) => id)).toEqual(['forgotten']);
  });

  it('that stands on two pages for a moment is shown once, as it is now', () => {
    const [before, after] = [visit('a', -5), { ...visit('a', -5, 'started'), version: 2 }];

    expect(eachOnce([before, after])).toEqual([after]);
    expect(eachOnce([after, before])).toEqual([after]);
  });

  it('belongs to exactly one group', () => {
    const visits = [visit('a', 5), visit('b', 90), visit('c', -400), visit('d', -90, 'ended'), visit('e', 9, 'cancelled')];

    const { nearest, ongoing, coming, earlier } = groupVisits(visits, NOW);

    expect([nearest, ...ongoing, ...coming, ...earlier].map((each) => each?.id).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(earlier.map(({ id }) => id)).toEqual(['e', 'd', 'c']);
  });
});

describe('the minutes left', () => { // LIF-10
  it('count whole minutes and reach zero at the booked end', () => {
    expect(minutesLeft(visit('v', -10), NOW)).toBe(20);
    expect(minutesLeft(visit('v', -29.5), NOW)).toBe(1);
    expect(minutesLeft(visit('v', -30), NOW)).toBe(0);
    expect(minutesLeft(visit('v', -35), NOW)).toBeLessThan(0);
  });
});
