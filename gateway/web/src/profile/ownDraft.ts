/** One's own data while they are being changed, and which field a refusal is about. */
import type { LanguageCode, Profile, ProfileChange } from '../api/people';

export interface OwnDraft { name: string; phone: string; email: string; language: LanguageCode }
export type OwnField = keyof OwnDraft;

export const LONGEST = { name: 200, phone: 40, email: 254 } as const;

export const draftOf = ({ name, phone, email, language }: Profile): OwnDraft =>
  ({ name, phone: phone ?? '', email: email ?? '', language });

/** The change a draft asks for, made from the version it was read at. */
export const changeOf = (draft: OwnDraft, version: number): ProfileChange => ({
  version,
  name: draft.name.trim().replace(/\s+/g, ' '),
  phone: draft.phone.trim() || null,
  email: draft.email.trim() || null,
  language: draft.language,
});

/** The field a refusal of the gateway belongs to; none for what no single field can mend. */
export function fieldOf(code: string): OwnField | null {
  const fields: Record<string, OwnField> = { phone_invalid: 'phone', email_invalid: 'email', name_missing: 'name' };
  return fields[code] ?? null;
}
