/** A person's data while they are being changed. */
import type { ChangedPerson } from '../../api/administering';
import type { LanguageCode, Profile } from '../../api/people';
import { orNothing, plainName } from './personDraft';

export interface ProfileDraft { name: string; phone: string; email: string; hsaId: string; language: LanguageCode }

export const draftOf = ({ name, phone, email, hsa_id, language }: Profile): ProfileDraft =>
  ({ name, phone: phone ?? '', email: email ?? '', hsaId: hsa_id ?? '', language });

/** The change a draft asks for, made from the version it was read at. */
export const changeOf = (draft: ProfileDraft, version: number): ChangedPerson => ({
  version,
  name: plainName(draft.name),
  phone: orNothing(draft.phone),
  email: orNothing(draft.email),
  hsa_id: orNothing(draft.hsaId),
  language: draft.language,
});
