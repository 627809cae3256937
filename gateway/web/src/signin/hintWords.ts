/** What BankID's codes mean for the person who is signing in; a code nobody has heard of gets a neutral sentence. */
import type { Text } from '../language/useText';

/** Where the app is: on this device, or on another one that reads the code. */
export type Way = 'here' | 'code';

/** Whether no app has taken the order up yet. */
export const isUnstarted = (hint: string | null): boolean => hint === null || hint === 'outstandingTransaction' || hint === 'noClient';

/** While the order waits (RFA 1, 9, 13–15, 21 and 23 of BankID's recommended texts, in our words). */
export function hintWords(hint: string | null, way: Way, t: Text): string {
  switch (hint) {
    case null:
    case 'outstandingTransaction':
    case 'noClient':
      return way === 'here' ? t('bankid.opening') : t('bankid.scan');
    case 'started':
      return t('bankid.searching');
    case 'userSign':
      return t('bankid.userSign');
    case 'userMrtd':
      return t('bankid.userMrtd');
    case 'userCallConfirm':
      return t('bankid.userCallConfirm');
    case 'return_awaited':
      return t('bankid.returnAwaited');
    default:
      return t('bankid.ongoing');
  }
}

/** When it ended without a session; ours as well as BankID's (RFA 3, 4, 6, 8, 16, 17 and 22). */
export function failureWords(code: string, waitSeconds: number | null, t: Text): string {
  switch (code) {
    case 'userCancel':
    case 'oidc_cancelled':
      return t('signInFailed.userCancel');
    case 'cancelled':
      return t('signInFailed.cancelled');
    case 'bankid_in_progress':
      return t('signInFailed.inProgress');
    case 'expiredTransaction':
    case 'sign_in_expired':
      return t('signInFailed.expired');
    case 'returned_elsewhere':
      return t('signInFailed.returnedElsewhere');
    case 'certificateErr':
      return t('signInFailed.certificate');
    case 'startFailed':
      return t('signInFailed.startFailed');
    case 'transactionRiskBlocked':
      return t('signInFailed.riskBlocked');
    default:
      return ownFailureWords(code, waitSeconds, t);
  }
}

function ownFailureWords(code: string, waitSeconds: number | null, t: Text): string {
  switch (code) {
    case 'no_access':
    case 'person_unknown':
    case 'person_not_active':
      return t('signInFailed.noAccess');
    case 'too_many_attempts':
      return t('signInFailed.tooMany', { minutes: Math.max(1, Math.ceil((waitSeconds ?? 60) / 60)) });
    case 'offline':
      return t('offline.text');
    case 'bankid_unavailable':
      return t('signInFailed.bankidUnavailable');
    case 'oidc_unavailable':
    case 'unavailable':
      return t('signInFailed.unavailable');
    case 'method_not_configured':
    case 'sign_in_unavailable':
      return t('signInFailed.switchedOff');
    case 'oidc_failed':
      return t('signInFailed.broker');
    default:
      return t('signInFailed.unknown');
  }
}
