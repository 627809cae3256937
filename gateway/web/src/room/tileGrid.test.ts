import { describe, expect, it } from 'vitest';
import { MOST_AT_ONCE, tileGrid } from './tileGrid';

const DESKTOP = { width: 1240, height: 620 };
const PHONE = { width: 374, height: 560 };

describe('the pictures of a group', () => { // GRP-7
  it('lie side by side where it is wide, and under each other where it is high', () => {
    expect(tileGrid(2, DESKTOP)).toEqual({ columns: 2, rows: 1, perPage: 2 });
    expect(tileGrid(2, PHONE)).toEqual({ columns: 1, rows: 2, perPage: 2 });
    expect(tileGrid(4, PHONE)).toEqual({ columns: 2, rows: 2, perPage: 4 });
  });

  it('of twenty people all fit on a computer', () => {
    expect(tileGrid(20, DESKTOP)).toEqual({ columns: 5, rows: 4, perPage: 20 });
  });

  it('of fifty come in pages, none of them smaller than a face needs', () => {
    expect(tileGrid(50, DESKTOP).perPage).toBe(MOST_AT_ONCE);
    expect(tileGrid(50, PHONE).perPage).toBe(10);
    expect(tileGrid(50, { width: 500, height: 200 }).perPage).toBe(6);
  });

  it('are one at a time where there is hardly any room', () => {
    expect(tileGrid(8, { width: 200, height: 120 }).perPage).toBe(1);
    expect(tileGrid(0, DESKTOP).perPage).toBe(1);
    expect(tileGrid(3, { width: 0, height: 0 }).perPage).toBe(1);
  });
});
