/** Whose pages these are, the ways to sign in, and the sessions one has. */
import { ask, command, forgetSession, guarded, rememberToken } from './asking';
import type { LanguageCode, Role, SignedInPerson } from './people';

export interface Provider {
  name: string;
  demo: boolean;
  address: string | null;
  phone: string | null;
  brand_colour: string | null;
  logo: string | null;
  languages: LanguageCode[];
}

export type MethodId = 'bankid' | 'oidc' | 'demo';
export interface Method { id: MethodId; label: string | null }
export interface DemoPerson { id: string; name: string; roles: Role[] }

export interface Session {
  session_id: string;
  person: SignedInPerson;
  csrf_token: string;
  method: string;
  /** When the session ends unless one clicks; nothing while one is in a visit. */
  idle_ends_at: string | null;
  idle_logout_minutes: number;
}

export interface OwnSession {
  id: string;
  is_current: boolean;
  method: string;
  device: string | null;
  opened_at: string;
  clicked_at: string | null;
}

/** An order for the app on this device has a token that starts it, one for another device a code to read. */
export interface BankIdOrder { attempt_id: string; auto_start_token: string | null; qr: string | null }
export interface BankIdStanding {
  state: 'pending' | 'complete' | 'failed';
  hint: string | null;
  qr: string | null;
  /** Where to go, when it is complete. */
  back: string | null;
}

export const getProvider = () => ask<Provider>('GET', '/api/provider');
export const getMethods = async () => (await ask<{ methods: Method[] }>('GET', '/api/sign-in/methods')).methods;
export const getDemoPeople = async () => (await ask<{ people: DemoPerson[] }>('GET', '/api/sign-in/demo')).people;

export async function getSession(): Promise<Session> {
  const session = await ask<Session>('GET', '/api/session');
  rememberToken(session.csrf_token);
  return session;
}

export async function signInDemo(personId: string): Promise<void> {
  await ask('POST', '/api/sign-in/demo', { person_id: personId });
  forgetSession();
}

export const beginBankId = (language: LanguageCode, sameDevice: boolean, back: string) =>
  ask<BankIdOrder>('POST', '/api/sign-in/bankid', { language, same_device: sameDevice, back });

export async function collectBankId(attemptId: string, nonce: string | null): Promise<BankIdStanding> {
  const standing = await ask<BankIdStanding>('POST', `/api/sign-in/bankid/${encodeURIComponent(attemptId)}/collect`, { nonce });
  if (standing.state === 'complete') forgetSession();
  return standing;
}

export const cancelBankId = (attemptId: string) =>
  ask<void>('POST', `/api/sign-in/bankid/${encodeURIComponent(attemptId)}/cancel`, {});

/** The address of the broker that does the signing in. */
export const beginOidc = async (back: string, language: LanguageCode) =>
  (await ask<{ url: string }>('POST', '/api/sign-in/oidc', { back, language })).url;

export async function signOut(): Promise<void> {
  await command('/api/sign-out');
  forgetSession();
}

/** Tells that somebody is there, and learns until when the session now lasts. */
export const tellClick = async () => (await guarded<{ idle_ends_at: string | null }>('/api/session/click')).idle_ends_at;

export const getOwnSessions = async () => (await ask<{ sessions: OwnSession[] }>('GET', '/api/sessions')).sessions;
export const signOutSession = (sessionId: string) => guarded<void>(`/api/sessions/${encodeURIComponent(sessionId)}/sign-out`);
export const signOutOthers = async () => (await guarded<{ closed: number }>('/api/sessions/sign-out-others')).closed;
