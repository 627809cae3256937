/** Everything the pages ask of the gateway: the words of its answers, and one function per question or command. */
import { noteServerTime } from '../time/clock';

export type Role = 'patient' | 'staff' | 'administrator';
export type VisitState = 'booked' | 'started' | 'ended' | 'cancelled';

export interface Provider { name: string; demo: boolean }
export interface DemoPerson { id: string; name: string; roles: Role[] }
export interface SignedInPerson { id: string; name: string; initials: string; roles: Role[] }
export interface Session { person: SignedInPerson; csrf_token: string }
export interface Patient { id: string; name: string; personnummer: string }
/** Neither name nor initials for a person who is no longer known. */
export interface Participant { id: string; name: string | null; initials: string | null; personnummer?: string | null }

export interface Visit {
  id: string;
  version: number;
  name: string;
  state: VisitState;
  starts_at: string;
  length_minutes: number;
  ends_at: string;
  started_at: string | null;
  ended_at: string | null;
  ended_by: Participant | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  staff: Participant[];
  patients: Participant[];
  present: string[];
  can: { start: boolean; join: boolean; end: boolean; cancel: boolean };
}

export interface NewVisit { name: string; starts_at: string; length_minutes: number; patient_id: string }
export interface Admission { url: string; token: string; expires_at: string }

/** An answer that says no: the gateway's problem code, or `offline` when no answer came at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }

  /** Whether asking again later may give another answer. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const problemCode = (error: unknown): string => (error instanceof Problem ? error.code : 'unknown');

export const getProvider = () => ask<Provider>('GET', '/api/provider');
export const getDemoPeople = async () => (await ask<{ people: DemoPerson[] }>('GET', '/api/sign-in/demo')).people;
export const getPatients = async () => (await ask<{ patients: Patient[] }>('GET', '/api/patients')).patients;

export const getVisit = (visitId: string) => ask<Visit>('GET', reading(`/api/visits/${encodeURIComponent(visitId)}`));

export async function getVisits(): Promise<Visit[]> {
  const answer = await ask<{ visits: Visit[]; position: number }>('GET', reading('/api/visits'));
  return answer.visits;
}

export async function getSession(): Promise<Session> {
  const session = await ask<Session>('GET', '/api/session');
  csrfToken = session.csrf_token;
  return session;
}

export async function signInDemo(personId: string): Promise<void> {
  await ask('POST', '/api/sign-in/demo', { person_id: personId });
  forgetSession();
}

export async function signOut(): Promise<void> {
  await command('/api/sign-out');
  forgetSession();
}

export const bookVisit = (visitId: string, visit: NewVisit) => command(`/api/visits/${visitId}`, visit);
export const startVisit = (visitId: string) => command(`/api/visits/${visitId}/start`);
export const endVisit = (visitId: string) => command(`/api/visits/${visitId}/end`);
export const cancelVisit = (visitId: string, reason: string) =>
  command(`/api/visits/${visitId}/cancel`, reason ? { reason } : {});
export const joinVisit = (visitId: string) => guarded<Admission>(`/api/visits/${visitId}/join`);

/** The log position every later question must have reached, so that a page reads what it just wrote or heard of. */
export function notePosition(position: unknown): void {
  if (typeof position === 'number' && position > newestPosition) newestPosition = position;
}

/** Called when another person may sign in: nothing of the former session may be used again. */
export function forgetSession(): void {
  csrfToken = null;
  newestPosition = 0;
}

let csrfToken: string | null = null;
let newestPosition = 0;
const PATIENCE_MILLISECONDS = 20_000;

const reading = (path: string) => (newestPosition > 0 ? `${path}?at_least=${newestPosition}` : path);

async function command(path: string, body: object = {}): Promise<void> {
  const answer = await guarded<{ position?: number } | undefined>(path, body);
  notePosition(answer?.position);
}

/** An unsafe request with the session's token; when the token has been renewed behind our back it is asked for once more. */
async function guarded<Answer>(path: string, body: object = {}): Promise<Answer> {
  const used = csrfToken ?? (await getSession()).csrf_token;
  try {
    return await ask<Answer>('POST', path, body, used);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 403) throw problem;
    const renewed = (await getSession()).csrf_token;
    if (renewed === used) throw problem;
    return ask<Answer>('POST', path, body, renewed);
  }
}

async function ask<Answer>(method: 'GET' | 'POST', path: string, body?: object, token?: string): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers['X-CSRF-Token'] = token;
  const response = await send(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  noteServerTime(response.headers.get('Date'));
  if (!response.ok) throw new Problem(response.status, await codeOf(response));
  return (response.status === 204 ? undefined : await readJson(response)) as Answer;
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {
      ...request,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
  } catch {
    throw new Problem(0, 'offline');
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
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
  const codes: Record<number, string> = { 401: 'not_signed_in', 403: 'forbidden', 404: 'not_found', 422: 'invalid' };
  return codes[status] ?? (status >= 500 ? 'unavailable' : 'unknown');
}
