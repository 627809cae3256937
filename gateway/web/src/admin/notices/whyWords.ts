/** Why a notice failed, is held up or was not sent, in words; every code of the operators and of our own. */
import type { Text } from '../../language/useText';

export function whyWords(code: string, t: Text): string {
  return ofPerson(code, t) ?? ofTime(code, t) ?? ofOperator(code, t) ?? t('sent.why.other');
}

function ofPerson(code: string, t: Text): string | undefined {
  switch (code) {
    case 'not_active': return t('sent.why.notActive');
    case 'no_phone': return t('sent.why.noPhone');
    case 'no_email': return t('sent.why.noEmail');
    case 'number_takes_no_sms': return t('sent.why.number');
    case 'address_cannot_be_used':
    case 'address_refused': return t('sent.why.address');
    default: return undefined;
  }
}

function ofTime(code: string, t: Text): string | undefined {
  switch (code) {
    case 'overtaken': return t('sent.why.overtaken');
    case 'too_late': return t('sent.why.tooLate');
    case 'gave_up': return t('sent.why.gaveUp');
    case 'switched_off': return t('sent.why.switchedOff');
    case 'not_configured': return t('sent.why.notConfigured');
    default: return undefined;
  }
}

function ofOperator(code: string, t: Text): string | undefined {
  switch (code) {
    case 'refused_by_operator':
    case 'message_refused':
    case 'operator_failed': return t('sent.why.refused');
    case 'operator_unreachable':
    case 'operator_fault':
    case 'server_unreachable':
    case 'server_asks_to_wait':
    case 'connection_lost':
    case 'history_not_told':
    case 'history_too_long':
    case 'too_many': return t('sent.why.unreachable');
    case 'sender_wrong':
    case 'sender_refused': return t('sent.why.sender');
    case 'credentials_refused':
    case 'login_missing':
    case 'starttls_missing':
    case 'certificate_wrong':
    case 'server_refused':
    case 'no_credits': return t('sent.why.setUp');
    case 'answer_awaited':
    case 'answer_lost':
    case 'answer_not_understood':
    case 'interrupted':
    case 'unknown_outcome': return t('sent.why.unknown');
    default: return undefined;
  }
}
