import { describe, expect, it } from 'vitest';
import english from '../messages/en.json';
import swedish from '../messages/sv.json';
import type { MessageId, Text } from '../language/useText';
import { failureWords, hintWords } from './hintWords';

const swedishText: Text = (id: MessageId) => swedish[id];
const englishText: Text = (id: MessageId) => english[id];

const WAITING = ['outstandingTransaction', 'noClient', 'started', 'userSign', 'userMrtd', 'userCallConfirm', 'return_awaited', 'processing'];
const FAILED = [
  'expiredTransaction', 'userCancel', 'cancelled', 'startFailed', 'certificateErr', 'transactionRiskBlocked',
  'no_access', 'too_many_attempts', 'sign_in_expired', 'bankid_in_progress', 'bankid_unavailable', 'method_not_configured',
  'returned_elsewhere', 'oidc_cancelled', 'oidc_failed', 'oidc_unavailable', 'offline',
];

describe('each of BankID\'s codes has a sentence', () => { // AUT-1
  it.each(WAITING)('in both languages: %s', (hint) => {
    expect(hintWords(hint, 'here', swedishText)).toMatch(/\.$/);
    expect(hintWords(hint, 'code', englishText)).toMatch(/\.$/);
  });

  it.each(FAILED)('and so has each way it can end: %s', (code) => {
    expect(failureWords(code, null, swedishText)).not.toBe(swedish['signInFailed.unknown']);
    expect(failureWords(code, null, englishText)).not.toBe(english['signInFailed.unknown']);
  });
});

it('before the app is open one is told to open it, or to read the code', () => {
  expect(hintWords(null, 'here', swedishText)).toBe(swedish['bankid.opening']);
  expect(hintWords('noClient', 'code', swedishText)).toBe(swedish['bankid.scan']);
});

it('a code nobody has heard of gets a neutral sentence', () => {
  expect(hintWords('somethingNew', 'here', swedishText)).toBe(swedish['bankid.ongoing']);
  expect(failureWords('somethingNew', null, swedishText)).toBe(swedish['signInFailed.unknown']);
});

it('who must wait is told how long, in whole minutes', () => {
  const minutes: (string | number)[] = [];
  const noting: Text = (_, values) => { minutes.push(values?.minutes ?? 'none'); return ''; };

  [5, 61, null].forEach((seconds) => failureWords('too_many_attempts', seconds, noting));

  expect(minutes).toEqual([1, 2, 1]);
});
