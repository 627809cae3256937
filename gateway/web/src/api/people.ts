/** Persons as the gateway tells of them: who one is, one's own profile, one's contacts. */
import { ask, command } from './asking';

export type Role = 'patient' | 'staff' | 'administrator' | 'support';
export type Status = 'active' | 'inactive' | 'removed';
export type LanguageCode = 'sv' | 'en';

export interface SignedInPerson { id: string; name: string; initials: string; roles: Role[] }
/** Neither name nor initials for a person who is no longer known. */
export interface Participant { id: string; name: string | null; initials: string | null; personnummer?: string | null }

export interface Profile {
  id: string;
  version: number;
  name: string;
  initials: string;
  roles: Role[];
  status: Status;
  personnummer: string;
  number_kind: string;
  phone: string | null;
  email: string | null;
  hsa_id: string | null;
  language: LanguageCode;
  registered_at: string;
  status_changed_at: string | null;
}

export interface ProfileChange { version: number; name: string; phone: string | null; email: string | null; language: LanguageCode }

export interface Contact {
  id: string;
  name: string;
  initials: string;
  personnummer?: string | null;
  roles: Role[];
  latest_visit_at: string | null;
  next_visit_at: string | null;
}

export const getProfile = () => ask<Profile>('GET', '/api/profile');
export const changeProfile = (change: ProfileChange) => command('/api/profile', change);
