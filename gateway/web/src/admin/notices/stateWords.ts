/** How a notice that was sent stands, which way it went and what it was about, in words. */
import type { NoticeKind, SentChannel, SentState } from '../../api/notices';
import type { Text } from '../../language/useText';

export const STATES: SentState[] = ['failed', 'uncertain', 'waiting', 'sending', 'sent', 'delivered', 'suppressed'];

export function stateWords(state: SentState, t: Text): string {
  switch (state) {
    case 'waiting': return t('sent.state.waiting');
    case 'sending': return t('sent.state.sending');
    case 'uncertain': return t('sent.state.uncertain');
    case 'sent': return t('sent.state.sent');
    case 'delivered': return t('sent.state.delivered');
    case 'failed': return t('sent.state.failed');
    case 'suppressed': return t('sent.state.suppressed');
  }
}

export const channelWords = (channel: SentChannel, t: Text): string => (channel === 'sms' ? t('sent.channel.sms') : t('sent.channel.email'));

export function kindWords(kind: NoticeKind, t: Text): string {
  switch (kind) {
    case 'booked': return t('sent.kind.booked');
    case 'changed': return t('sent.kind.changed');
    case 'cancelled': return t('sent.kind.cancelled');
    case 'brought_in': return t('sent.kind.broughtIn');
    case 'taken_out': return t('sent.kind.takenOut');
    case 'invited_again': return t('sent.kind.invitedAgain');
    case 'reminder': return t('sent.kind.reminder');
  }
}

/** What failed, or may have, may be sent again. */
export const mayGoAgain = (state: SentState): boolean => state === 'failed' || state === 'uncertain';
