import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../api/asking';
import type { BankIdOrder, BankIdStanding } from '../api/signingIn';
import { BankIdAttempt, type Attempt } from './BankIdAttempt';

const ORDER: BankIdOrder = { attempt_id: 'a-1', auto_start_token: null, qr: 'qr-0' };
const ORDER_HERE: BankIdOrder = { attempt_id: 'a-2', auto_start_token: 'start-2', qr: null };
let standings: (BankIdStanding | Problem)[];
let cancelled: string[];
let nonces: (string | null)[];
let sessions: (string | null)[];
let shown: Attempt[];

function attempt(begin: () => Promise<BankIdOrder> = () => Promise.resolve(ORDER)): BankIdAttempt {
  return new BankIdAttempt({
    begin,
    collect: (_, nonce) => {
      nonces.push(nonce);
      const next = standings.length > 1 ? standings.shift()! : standings[0]!;
      return next instanceof Problem ? Promise.reject(next) : Promise.resolve(next);
    },
    cancel: (id) => { cancelled.push(id); return Promise.resolve(); },
    session: () => Promise.resolve(sessions.length > 1 ? sessions.shift()! : sessions[0]!),
  }, (now) => shown.push(now));
}

const pending = (hint: string, qr: string | null = null): BankIdStanding => ({ state: 'pending', hint, qr, back: null });
const complete = (back: string): BankIdStanding => ({ state: 'complete', hint: null, qr: null, back });
const expired = new Problem(409, 'sign_in_expired');
const seconds = (many: number) => vi.advanceTimersByTimeAsync(many * 1_000);

beforeEach(() => {
  vi.useFakeTimers();
  [standings, cancelled, shown] = [[pending('outstandingTransaction', 'qr-1')], [], []];
  [nonces, sessions] = [[], [null]];
});

afterEach(() => vi.useRealTimers());

it('an order is asked for once a second, and its code is always the newest', async () => { // AUT-1
  standings = [pending('outstandingTransaction', 'qr-1'), pending('outstandingTransaction', 'qr-2'), pending('userSign')];
  await attempt().begin();

  await seconds(2);
  expect(shown.at(-1)).toMatchObject({ phase: 'waiting', hint: 'outstandingTransaction', qr: 'qr-2', autoStartToken: null });
  await seconds(1);
  expect(shown.at(-1)).toMatchObject({ hint: 'userSign', qr: null });
});

it('ends with the session, and asks no more', async () => {
  standings = [pending('userSign'), complete('/visits/7'), pending('never')];
  await attempt().begin();

  await seconds(10);

  expect(shown.at(-1)).toEqual({ phase: 'complete', back: '/visits/7' });
  expect(nonces).toEqual([null, null]);
});

it('ends with what BankID says when it says no', async () => {
  standings = [{ state: 'failed', hint: 'expiredTransaction', qr: null, back: null }];
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

it('the page that the app opened brings the nonce until it is signed in, and goes where one was going', async () => { // SES-4
  standings = [pending('userSign'), complete('/visits/7')];

  attempt().comeBack('a-7', 'nonce-7');
  await seconds(2);

  expect(nonces).toEqual(['nonce-7', 'nonce-7']);
  expect(shown.at(-1)).toEqual({ phase: 'complete', back: '/visits/7' });
});

it('the page where one began goes on too, once another page has signed the browser in', async () => { // SES-4
  [standings, sessions] = [[pending('return_awaited'), expired], ['old', 'old', 'new']];
  await attempt(() => Promise.resolve(ORDER_HERE)).begin();

  await seconds(1);
  expect(shown.at(-1)).toMatchObject({ phase: 'waiting', hint: 'return_awaited' });
  await seconds(3);

  expect(shown.at(-1)).toEqual({ phase: 'complete', back: null });
});

it.each([null, 'old'])('an order that is over without a new session has taken too long: %s', async (session) => {
  [standings, sessions] = [[expired], [session]];
  await attempt(() => Promise.resolve(ORDER_HERE)).begin();

  await seconds(5);

  expect(shown.at(-1)).toMatchObject({ phase: 'failed', code: 'sign_in_expired' });
});

it('a scanned order that is over does not ask whose browser it is', async () => {
  [standings, sessions] = [[expired], ['somebody']];
  await attempt().begin();

  await seconds(1);

  expect(shown.at(-1)).toMatchObject({ phase: 'failed', code: 'sign_in_expired' });
});

it('a browser that never began is told where to go', async () => {
  standings = [expired];

  attempt().comeBack('a-7', 'nonce-7');
  await seconds(3);

  expect(shown.at(-1)).toEqual({ phase: 'failed', code: 'returned_elsewhere', waitSeconds: null });
});

it('a page that came back and was heard is not told that it is elsewhere', async () => {
  standings = [pending('userSign'), expired];

  attempt().comeBack('a-7', 'nonce-7');
  await seconds(5);

  expect(shown.at(-1)).toMatchObject({ code: 'sign_in_expired' });
});
