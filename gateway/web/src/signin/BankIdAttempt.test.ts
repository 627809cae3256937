import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../api/asking';
import type { BankIdStanding } from '../api/signingIn';
import { BankIdAttempt, type Attempt } from './BankIdAttempt';

const ORDER = { attempt_id: 'a-1', auto_start_token: 'start-1', qr: 'qr-0' };
let standings: (BankIdStanding | Problem)[];
let cancelled: string[];
let shown: Attempt[];

function attempt(begin: () => Promise<typeof ORDER> = () => Promise.resolve(ORDER)): BankIdAttempt {
  return new BankIdAttempt({
    begin,
    collect: () => {
      const next = standings.length > 1 ? standings.shift()! : standings[0]!;
      return next instanceof Problem ? Promise.reject(next) : Promise.resolve(next);
    },
    cancel: (id) => { cancelled.push(id); return Promise.resolve(); },
  }, (now) => shown.push(now));
}

const pending = (hint: string, qr: string | null = null): BankIdStanding => ({ state: 'pending', hint, qr });
const seconds = (many: number) => vi.advanceTimersByTimeAsync(many * 1_000);

beforeEach(() => {
  vi.useFakeTimers();
  [standings, cancelled, shown] = [[pending('outstandingTransaction', 'qr-1')], [], []];
});

afterEach(() => vi.useRealTimers());

it('an order is asked for once a second, and its code is always the newest', async () => { // AUT-1
  standings = [pending('outstandingTransaction', 'qr-1'), pending('outstandingTransaction', 'qr-2'), pending('userSign')];
  await attempt().begin();

  await seconds(2);
  expect(shown.at(-1)).toMatchObject({ phase: 'waiting', hint: 'outstandingTransaction', qr: 'qr-2', autoStartToken: 'start-1' });
  await seconds(1);
  expect(shown.at(-1)).toMatchObject({ hint: 'userSign', qr: null });
});

it('ends with the session, and asks no more', async () => {
  standings = [pending('userSign'), { state: 'complete', hint: null, qr: null }, pending('never')];
  await attempt().begin();

  await seconds(10);

  expect(shown.at(-1)).toEqual({ phase: 'complete' });
});

it('ends with what BankID says when it says no', async () => {
  standings = [{ state: 'failed', hint: 'expiredTransaction', qr: null }];
  await attempt().begin();

  await seconds(5);

  expect(shown.at(-1)).toEqual({ phase: 'failed', code: 'expiredTransaction', waitSeconds: null });
});

it('a moment without contact is shown and passes', async () => {
  standings = [new Problem(0, 'offline'), new Problem(503, 'unavailable'), pending('userSign')];
  await attempt().begin();

  await seconds(2);
  expect(shown.at(-1)).toMatchObject({ phase: 'waiting', isOutOfReach: true });
  await seconds(1);
  expect(shown.at(-1)).toMatchObject({ hint: 'userSign', isOutOfReach: false });
});

it('a minute without contact ends it', async () => {
  standings = [new Problem(0, 'offline')];
  await attempt().begin();

  await seconds(70);

  expect(shown.at(-1)).toMatchObject({ phase: 'failed', code: 'offline' });
});

it('too many tries end it at once, with the time to wait', async () => {
  await attempt(() => Promise.reject(new Problem(429, 'too_many_attempts', 90))).begin();

  expect(shown.at(-1)).toEqual({ phase: 'failed', code: 'too_many_attempts', waitSeconds: 90 });
});

it('changing one\'s mind gives the order up, also when it is only just being made', async () => {
  const waiting = attempt();
  await waiting.begin();
  await waiting.cancel();
  const early = attempt();
  const begun = early.begin();
  await early.cancel();
  await begun;
  const before = shown.length;

  await seconds(5);

  expect(cancelled).toEqual(['a-1', 'a-1']);
  expect(shown.length).toBe(before);
});

it('goes on with the order after the page was loaded anew', async () => { // SES-4
  standings = [{ state: 'complete', hint: null, qr: null }];

  attempt().resume('a-7');
  await seconds(0);

  expect(shown.at(-1)).toEqual({ phase: 'complete' });
});
