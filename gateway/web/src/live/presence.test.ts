import { expect, it } from 'vitest';
import { withPresence } from './presence';

const visit = (id: string, present: string[] = [], waiting: string[] = []) => ({ id, present, waiting, staff: [{ id: 'anna' }] });

it('stands in one visit, in a list and in pages of lists alike', () => {
  const told = { visit_id: 'a', person_id: 'karl', state: 'waiting' } as const;
  const waiting = visit('a', [], ['karl']);

  expect(withPresence(visit('a'), told)).toEqual(waiting);
  expect(withPresence([visit('b'), visit('a')], told)).toEqual([visit('b'), waiting]);
  expect(withPresence({ pages: [{ visits: [visit('a')], next: null }], pageParams: [null] }, told))
    .toEqual({ pages: [{ visits: [waiting], next: null }], pageParams: [null] });
});

it('that is about another visit leaves an answer as it was, to the very object', () => {
  const answer = { visits: [visit('b')], next: 'there' };

  expect(withPresence(answer, { visit_id: 'a', person_id: 'karl', state: 'joined' })).toBe(answer);
});

it('of one who goes in ends the waiting, and comes once however often it is told', () => {
  const joined = { visit_id: 'a', person_id: 'karl', state: 'joined' } as const;

  const inside = withPresence(withPresence(visit('a', [], ['karl']), joined), joined);

  expect(inside).toEqual(visit('a', ['karl'], []));
  expect(withPresence(inside, { ...joined, state: 'left' })).toEqual(visit('a'));
});
