import { expect, it } from 'vitest';
import { NewlyWaiting } from './newlyWaiting';

const MINUTE = 60_000;

it('somebody who waits is news once, also when the page is lost and found every minute', () => {
  const waiting = new NewlyWaiting();

  const news = [0, 1, 2, 3, 4, 5, 6, 7].map((minute) => waiting.hear('visit', 'karl', minute * MINUTE));

  expect(news).toEqual([true, false, false, false, false, false, false, false]);
});

it('whoever comes back after a while is news again, and so is another visit or person', () => {
  const waiting = new NewlyWaiting();
  waiting.hear('visit', 'karl', 0);

  expect(waiting.hear('visit', 'maria', 0)).toBe(true);
  expect(waiting.hear('another', 'karl', 0)).toBe(true);
  expect(waiting.hear('visit', 'karl', 10 * MINUTE)).toBe(true);
});
