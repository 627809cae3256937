import { describe, expect, it } from 'vitest';
import { deal } from './dealing';

const ids = (count: number) => Array.from({ length: count }, (_, place) => `person ${place}`);

describe('groups by chance', () => { // GRP-4
  it.each([[3, 2], [10, 3], [50, 7], [4, 4], [5, 1]])('of %i people in %i differ by one person at most', (people, groups) => {
    const sizes = deal(ids(people), groups).map((group) => group.length);

    expect(sizes).toHaveLength(groups);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it('have everyone once', () => {
    const dealt = deal(ids(17), 4).flat();

    expect(dealt.toSorted()).toEqual(ids(17).toSorted());
  });

  it('are not the same every time, and everyone may come anywhere', () => {
    const firsts = new Set(Array.from({ length: 200 }, () => deal(ids(4), 2)[0]![0]));

    expect(firsts).toEqual(new Set(ids(4)));
  });

  it('follow the chance they are given', () => {
    expect(deal(ids(4), 2, () => 0)).toEqual([['person 1', 'person 3'], ['person 2', 'person 0']]);
  });
});
