/** What a notice says, from its kind and its times; never what the visit is called. */
import type { OwnNotice } from '../api/notices';
import type { Text } from '../language/useText';

export type Told = Pick<OwnNotice, 'kind' | 'starts_at' | 'previous_starts_at' | 'visit_count'>;

/** `moment` writes a time, such as «23 november kl. 10:58». */
export function noticeWords(notice: Told, moment: (iso: string) => string, t: Text): string {
  const when = moment(notice.starts_at);
  const count = notice.visit_count;
  switch (notice.kind) {
    case 'booked': return t('notices.booked', { when, count });
    case 'changed': return changeWords(notice, when, moment, t);
    case 'cancelled': return t('notices.cancelled', { when, count });
    case 'brought_in': return t('notices.broughtIn', { when, count });
    case 'taken_out': return t('notices.takenOut', { when, count });
    case 'invited_again': return t('notices.invitedAgain', { when });
    case 'reminder': return t('notices.reminder', { when });
  }
}

function changeWords(notice: Told, when: string, moment: (iso: string) => string, t: Text): string {
  const { previous_starts_at: before, starts_at: after, visit_count: count } = notice;
  const hasMoved = before !== null && Date.parse(before) !== Date.parse(after);
  return hasMoved ? t('notices.moved', { from: moment(before), to: when, count }) : t('notices.changed', { when, count });
}
