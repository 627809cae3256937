/** A person while being added, and which of the fields a refusal is about. */
import type { Group, NewPerson, Right } from '../../api/administering';
import type { LanguageCode } from '../../api/people';

export interface PersonDraft {
  personnummer: string;
  name: string;
  phone: string;
  email: string;
  hsaId: string;
  language: LanguageCode;
  rights: Right[];
}

export type PersonField = keyof PersonDraft;
export type PersonFaults = Partial<Record<PersonField, 'missing'>>;

export const LONGEST = { personnummer: 20, name: 200, phone: 40, email: 254, hsaId: 31 } as const;

export const EMPTY_PERSON: PersonDraft =
  { personnummer: '', name: '', phone: '', email: '', hsaId: '', language: 'sv', rights: ['staff'] };

/** What is missing before anyone else is asked. */
export function faultsOf(draft: PersonDraft, group: Group): PersonFaults {
  const faults: PersonFaults = {};
  if (!draft.personnummer.trim()) faults.personnummer = 'missing';
  if (!draft.name.trim()) faults.name = 'missing';
  if (group === 'staff' && draft.rights.length === 0) faults.rights = 'missing';
  return faults;
}

/** The person a faultless draft describes. */
export function personOf(draft: PersonDraft, group: Group): NewPerson {
  return {
    personnummer: draft.personnummer.trim(),
    name: plainName(draft.name),
    roles: group === 'patients' ? ['patient'] : draft.rights,
    phone: orNothing(draft.phone),
    email: orNothing(draft.email),
    hsa_id: group === 'patients' ? null : orNothing(draft.hsaId),
    language: draft.language,
  };
}

export const plainName = (name: string): string => name.trim().replace(/\s+/g, ' ');
export const orNothing = (words: string): string | null => words.trim() || null;

/** The field a refusal of the gateway belongs to; none for what no single field can mend. */
export function fieldOf(code: string): PersonField | null {
  const fields: Record<string, PersonField> = {
    personnummer_invalid: 'personnummer', personnummer_taken: 'personnummer', phone_invalid: 'phone', email_invalid: 'email',
    hsa_id_invalid: 'hsaId', roles_invalid: 'rights', name_missing: 'name',
  };
  return fields[code] ?? null;
}

/** The rights among a person's roles, in the order they are always shown and sent. */
export const rightsOf = (roles: readonly string[]): Right[] =>
  (['staff', 'administrator'] as const).filter((right) => roles.includes(right));
