import { expect, it } from 'vitest';
import { face, saidSeconds } from './countdown';

it('the clock shows minutes and seconds, and never less than nothing', () => {
  expect([120_000, 65_000, 59_001, 900, 0, -5_000].map(face)).toEqual(['2:00', '1:05', '1:00', '0:01', '0:00', '0:00']);
});

it('the time is said aloud three times, not each second', () => {
  expect([119_000, 61_000, 60_000, 45_000, 30_000, 11_000, 10_000, 1_000].map(saidSeconds))
    .toEqual([null, null, 60, 60, 30, 30, 10, 10]);
});
