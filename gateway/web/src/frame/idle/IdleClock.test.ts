import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IdleClock } from './IdleClock';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T08:00:00Z');
let serverEnd: number | null | 'over' | 'silent';
let told: number;
let heard: string[];

function clock(): IdleClock {
  return new IdleClock({
    readEnd: () => (serverEnd === 'silent' ? Promise.reject(new Error('silent')) : Promise.resolve(serverEnd)),
    tellClick: () => {
      told += 1;
      if (serverEnd === 'silent' || serverEnd === 'over') return Promise.reject(new Error('silent'));
      serverEnd = Date.now() + 120 * MINUTE;
      return Promise.resolve(serverEnd);
    },
    onEnd: () => undefined,
    onWarning: () => { if (heard.at(-1) !== 'warned') heard.push('warned'); },
    onCalm: () => heard.push('calm'),
    onOver: () => heard.push('over'),
  });
}

const minutes = (many: number) => vi.advanceTimersByTimeAsync(many * MINUTE);

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  [serverEnd, told, heard] = [START + 120 * MINUTE, 0, []];
});

afterEach(() => vi.useRealTimers());

it('warns two minutes before the session ends, and not earlier', async () => { // SES-1, Q1
  clock().learn(START + 120 * MINUTE);

  await minutes(117.9);
  expect(heard).toEqual([]);
  await minutes(0.2);
  expect(heard).toEqual(['warned']);
});

it('one click continues for the whole time again', async () => { // SES-1, Q1
  const idle = clock();
  idle.learn(START + 120 * MINUTE);
  await minutes(119);

  await idle.stay();
  await minutes(117);

  expect(heard).toEqual(['warned', 'calm']);
  expect(told).toBe(1);
});

it('closes the warning by itself when another tab has continued', async () => {
  clock().learn(START + 120 * MINUTE);
  await minutes(118.5);

  serverEnd = Date.now() + 120 * MINUTE;
  await minutes(0.2);

  expect(heard).toEqual(['warned', 'calm']);
});

it('does not warn at all when another tab was clicked in meanwhile', async () => {
  clock().learn(START + 120 * MINUTE);
  serverEnd = START + 200 * MINUTE;

  await minutes(130);

  expect(heard).toEqual([]);
});

it('never warns during a visit, and the time begins anew after it', async () => { // SES-1, Q1
  clock().learn(START + 120 * MINUTE);
  serverEnd = null;
  await minutes(300);
  expect(heard).toEqual([]);

  serverEnd = Date.now() + 120 * MINUTE;
  await minutes(118);
  await minutes(1.1);
  expect(heard).toEqual(['warned']);
});

it('leads out when the time is up, and only once', async () => { // SES-1, Q1
  clock().learn(START + 120 * MINUTE);
  await minutes(119);
  serverEnd = 'over';

  await minutes(5);

  expect(heard).toEqual(['warned', 'over']);
});

it('leads out at the known time also when nobody answers, but not before', async () => {
  clock().learn(START + 120 * MINUTE);
  serverEnd = 'silent';

  await minutes(119.9);
  expect(heard).toEqual(['warned']);
  await minutes(0.2);
  expect(heard).toEqual(['warned', 'over']);
});

it('a machine that slept past the end leads out as soon as it wakes', async () => {
  const idle = clock();
  idle.learn(START + 120 * MINUTE);
  vi.setSystemTime(START + 400 * MINUTE);
  serverEnd = 'over';

  await idle.look();

  expect(heard).toEqual(['over']);
});

it('clicks are told at most once in thirty seconds, and the last one is not lost', async () => {
  const idle = clock();
  idle.learn(START + 120 * MINUTE);

  for (let click = 0; click < 20; click += 1) {
    idle.noteClick();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(told).toBe(1);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toBe(2);
});

it('a click while the warning is shown does not continue by mistake', async () => {
  const idle = clock();
  idle.learn(START + 120 * MINUTE);
  await minutes(119);

  idle.noteClick();
  await minutes(0.6);

  expect(told).toBe(0);
});

it('a click that could not be told is told by the next one at once', async () => {
  const idle = clock();
  idle.learn(START + 120 * MINUTE);
  serverEnd = 'silent';
  idle.noteClick();
  await vi.advanceTimersByTimeAsync(10);
  serverEnd = START + 120 * MINUTE;

  idle.noteClick();
  await vi.advanceTimersByTimeAsync(10);

  expect(told).toBe(2);
});
