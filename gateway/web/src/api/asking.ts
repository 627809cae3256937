/** How the pages ask the gateway: questions, commands with the session's token, and answers that say no. */
import { noteServerTime } from '../time/clock';

/** An answer that says no: the gateway's problem code, or `offline` when no answer came at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** How long the gateway asks one to wait before trying again, when it says so. */
  readonly waitSeconds: number | null;

  constructor(status: number, code: string, waitSeconds: number | null = null) {
    super(code);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.waitSeconds = waitSeconds;
  }

  /** Whether asking again later may give another answer. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const problemCode = (error: unknown): string => (error instanceof Problem ? error.code : 'unknown');

/** Whose log a position belongs to: visits stand in one, notices in another, people and settings in a third. */
export type Log = 'booking' | 'notifications' | 'identity';

/** The position every later question of the same log must have reached, so that a page reads what it just wrote or heard of. */
export function notePosition(position: unknown, log: Log): void {
  if (typeof position === 'number' && position > newestPositions[log]) newestPositions[log] = position;
}

/** Called when another person may sign in: nothing of the former session may be used again. */
export function forgetSession(): void {
  csrfToken = null;
  newestPositions = { ...NOTHING_NEW };
}

/** The token that every command of this session carries. */
export function rememberToken(token: string): void {
  csrfToken = token;
}

let csrfToken: string | null = null;
const NOTHING_NEW: Record<Log, number> = { booking: 0, notifications: 0, identity: 0 };
let newestPositions: Record<Log, number> = { ...NOTHING_NEW };
const PATIENCE_MILLISECONDS = 20_000;
/** For files, which may be long to send, to read or to write. */
export const LONG_PATIENCE_MILLISECONDS = 120_000;

/** The path of a question that must see what this page has written or heard of. */
export function reading(path: string): string {
  const position = newestPositions[logOf(path)];
  return position > 0 ? `${path}${path.includes('?') ? '&' : '?'}at_least=${position}` : path;
}

function logOf(path: string): Log {
  if (/^\/api\/(visits|bookings|series|rearrangements|contacts)\b/.test(path)) return 'booking';
  return /^\/api\/(notices|outbox)\b/.test(path) ? 'notifications' : 'identity';
}

/** A command whose answer has the position it was written at, if any. */
export async function command<Answer = void>(path: string, body: object = {}): Promise<Answer> {
  const answer = await guarded<(Answer & { position?: number }) | undefined>(path, body);
  notePosition(answer?.position, logOf(path));
  return answer as Answer;
}

/** An unsafe request with the session's token; when the token has been renewed behind our back it is asked for once more. */
export async function guarded<Answer>(path: string, body: object = {}, patience = PATIENCE_MILLISECONDS): Promise<Answer> {
  const used = csrfToken ?? (await renewedToken());
  try {
    return await ask<Answer>('POST', path, body, used, patience);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 403) throw problem;
    const renewed = await renewedToken();
    if (renewed === used) throw problem;
    return ask<Answer>('POST', path, body, renewed, patience);
  }
}

/** Said while the page goes away: sent even so, and nobody waits for the answer. */
export function lastWord(path: string, body: object): void {
  if (csrfToken === null) return;
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken };
  const request: RequestInit = { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin', keepalive: true };
  fetch(path, request).catch(() => undefined);
}

/** A body of words goes as JSON, a file as what it says it is. */
export async function ask<Answer>(
  method: 'GET' | 'POST', path: string, body?: object, token?: string, patience = PATIENCE_MILLISECONDS,
): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body) headers['Content-Type'] = body instanceof Blob ? body.type : 'application/json';
  if (token) headers['X-CSRF-Token'] = token;
  const sent = body instanceof Blob ? body : JSON.stringify(body);
  const response = await send(path, { method, headers, ...(body && { body: sent }) }, patience);
  return (response.status === 204 ? undefined : await wholeOf(response.json())) as Answer;
}

/** A file that the gateway writes, such as a list. */
export async function askFile(path: string): Promise<Blob> {
  return wholeOf((await send(path, { method: 'GET' }, LONG_PATIENCE_MILLISECONDS)).blob());
}

async function renewedToken(): Promise<string> {
  const { csrf_token } = await ask<{ csrf_token: string }>('GET', '/api/session');
  rememberToken(csrf_token);
  return csrf_token;
}

async function send(path: string, request: RequestInit, patience: number): Promise<Response> {
  const response = await reach(path, request, patience);
  noteServerTime(response.headers.get('Date'));
  if (!response.ok) throw new Problem(response.status, await codeOf(response), waitOf(response));
  return response;
}

async function reach(path: string, request: RequestInit, patience: number): Promise<Response> {
  try {
    return await fetch(path, {
      ...request,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Problem(0, 'offline');
  }
}

/** An answer that was cut off on its way is no answer. */
async function wholeOf<Content>(content: Promise<Content>): Promise<Content> {
  try {
    return await content;
  } catch {
    throw new Problem(0, 'offline');
  }
}

async function codeOf(response: Response): Promise<string> {
  try {
    const { code } = (await response.json()) as { code?: unknown };
    return typeof code === 'string' ? code : codeOfStatus(response.status);
  } catch {
    return codeOfStatus(response.status);
  }
}

function codeOfStatus(status: number): string {
  const codes: Record<number, string> = {
    401: 'not_signed_in', 403: 'forbidden', 404: 'not_found', 422: 'invalid', 429: 'too_many_attempts',
  };
  return codes[status] ?? (status >= 500 ? 'unavailable' : 'unknown');
}

function waitOf(response: Response): number | null {
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  return Number.isNaN(seconds) ? null : seconds;
}
