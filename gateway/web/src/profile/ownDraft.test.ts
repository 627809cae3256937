import { expect, it } from 'vitest';
import type { Profile } from '../api/people';
import { changeOf, draftOf, fieldOf } from './ownDraft';

const KARL: Profile = {
  id: '1', version: 3, name: 'Karl Johansson', initials: 'KJ', roles: ['patient'], status: 'active', personnummer: '198001011231',
  number_kind: 'personnummer', phone: '+46701740605', email: null, hsa_id: null, language: 'sv', registered_at: '', status_changed_at: null,
};

it('a profile left as it is asks for nothing new', () => { // USR-4
  expect(changeOf(draftOf(KARL), KARL.version)).toEqual(
    { version: 3, name: 'Karl Johansson', phone: '+46701740605', email: null, language: 'sv' });
});

it('emptied fields become nothing, and spaces around and within a name are put right', () => {
  expect(changeOf({ name: '  Karl   Johansson ', phone: ' ', email: ' karl@example.se ', language: 'en' }, 4)).toEqual(
    { version: 4, name: 'Karl Johansson', phone: null, email: 'karl@example.se', language: 'en' });
});

it('a refusal stands beside the field it is about', () => {
  expect(['phone_invalid', 'email_invalid', 'offline'].map(fieldOf)).toEqual(['phone', 'email', null]);
});
