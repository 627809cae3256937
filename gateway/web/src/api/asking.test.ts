import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask, command, forgetSession, guarded, notePosition, Problem, reading, rememberToken } from './asking';

interface Sent { path: string; init: RequestInit }
let sent: Sent[];
let answers: Response[];

const json = (body: object, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const tokenSent = (at: number) => (sent[at]!.init.headers as Record<string, string>)['X-CSRF-Token'];

beforeEach(() => {
  [sent, answers] = [[], []];
  forgetSession();
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    sent.push({ path, init });
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('no answer'));
  });
});

afterEach(() => vi.unstubAllGlobals());

it('a page reads what it wrote, and each log has positions of its own', async () => {
  rememberToken('t');
  answers = [json({ position: 41 }), json({ position: 7 })];
  await command('/api/profile', {});
  await command('/api/visits/1/start');
  notePosition(9, 'booking');

  expect(reading('/api/visits')).toBe('/api/visits?at_least=9');
  expect(reading('/api/contacts')).toBe('/api/contacts?at_least=9');
  expect(reading('/api/bookings?tab=future')).toBe('/api/bookings?tab=future&at_least=9');
  expect(reading('/api/notices?limit=30')).toBe('/api/notices?limit=30');
  expect(reading('/api/people/search')).toBe('/api/people/search?at_least=41');
  expect(reading('/api/people/export?group=staff')).toBe('/api/people/export?group=staff&at_least=41');
});

it('nothing of a former session is used for the next one', () => {
  notePosition(9, 'booking');
  forgetSession();

  expect(reading('/api/visits')).toBe('/api/visits');
});

it('a token renewed behind the page\'s back is asked for once, and only once', async () => {
  rememberToken('old');
  answers = [json({ code: 'forbidden' }, 403), json({ csrf_token: 'new' }), json({ done: true })];

  expect(await guarded('/api/x')).toEqual({ done: true });
  expect([tokenSent(0), tokenSent(2)]).toEqual(['old', 'new']);

  answers = [json({ code: 'forbidden' }, 403), json({ csrf_token: 'new' })];
  await expect(guarded('/api/x')).rejects.toMatchObject({ status: 403, code: 'forbidden' });
});

it('who must wait is told how long', async () => {
  answers = [json({ code: 'too_many_attempts' }, 429, { 'Retry-After': '90' })];

  await expect(ask('POST', '/api/sign-in/bankid', {})).rejects.toMatchObject({ code: 'too_many_attempts', waitSeconds: 90 });
});

it('no answer at all is a problem that may pass', async () => {
  const problem = await ask('GET', '/api/visits').catch((caught: unknown) => caught);

  expect(problem).toBeInstanceOf(Problem);
  expect((problem as Problem).code).toBe('offline');
  expect((problem as Problem).mayPass).toBe(true);
});

it('a file goes as what it is', async () => {
  rememberToken('t');
  answers = [json({})];
  const file = new Blob(['a;b'], { type: 'text/csv' });

  await guarded('/api/imports/1', file);

  expect(sent[0]!.init.body).toBe(file);
  expect((sent[0]!.init.headers as Record<string, string>)['Content-Type']).toBe('text/csv');
});
