/** What colleagues ask about others: finding, adding, reading and changing persons. */
import { ask, askFile, command, guarded, reading } from './asking';
import type { LanguageCode, Profile, Role, Status } from './people';

export type Group = 'patients' | 'staff';
export type Right = 'staff' | 'administrator';
export type FileFormat = 'csv' | 'xlsx';

export interface FoundPerson { id: string; name: string; initials: string; personnummer: string; roles: Role[]; status: Status }
export interface FoundPeople { people: FoundPerson[]; total: number; has_more: boolean }
export interface PeopleSearch { group: Group; text: string; statuses: ('active' | 'inactive')[]; after?: string; limit: number }

export interface NewPerson {
  personnummer: string;
  name: string;
  roles: Role[];
  phone: string | null;
  email: string | null;
  hsa_id: string | null;
  language: LanguageCode;
}

export interface ChangedPerson {
  version: number;
  name: string;
  phone: string | null;
  email: string | null;
  hsa_id: string | null;
  language: LanguageCode;
}

export interface Holder { id: string; roles: Role[]; status: Status }

const ofPerson = (personId: string, matter = '') => `/api/people/${encodeURIComponent(personId)}${matter}`;

export const searchPeople = (search: PeopleSearch) => guarded<FoundPeople>(reading('/api/people/search'), search);
export const addPerson = (personId: string, person: NewPerson) => command(ofPerson(personId), person);
export const getPerson = (personId: string) => ask<Profile>('GET', ofPerson(personId));
export const changePerson = (personId: string, change: ChangedPerson) => command(ofPerson(personId, '/profile'), change);
export const changeRoles = (personId: string, roles: Right[]) => command(ofPerson(personId, '/roles'), { roles });

export const countFutureVisits = async (personId: string) =>
  (await ask<{ count: number }>('GET', ofPerson(personId, '/future-visits'))).count;

/** `futureVisits` is how many coming visits one was told the person leaves. */
export const changeStatus = (personId: string, status: Status, futureVisits: number) =>
  command(ofPerson(personId, '/status'), { status, future_visits: futureVisits });

export const findHolder = (personnummer: string) => guarded<Holder>('/api/people/holder', { personnummer });
export const restorePerson = (personId: string, reason: string) => command(ofPerson(personId, '/restore'), { reason });
export const exportPeople = (group: Group, format: FileFormat) => askFile(`/api/people/export?group=${group}&format=${format}`);
