import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '../api/notices';
import type { MessageId } from '../language/useText';
import english from '../messages/compiled/en.json';
import swedish from '../messages/compiled/sv.json';
import { noticeWords, type Told } from './noticeWords';

const STARTS_AT = '2026-11-25T09:00:00Z';
const MOVED_FROM = '2026-11-23T09:30:00Z';
const TIMES: Record<string, string> = { [STARTS_AT]: '25 november kl. 10:00', [MOVED_FROM]: '23 november kl. 10:30' };

const says = (told: Partial<Told>, catalog: object = swedish, locale = 'sv-SE') => {
  const intl = createIntl({ locale, messages: catalog as never });
  const notice: Told = { kind: 'booked', starts_at: STARTS_AT, previous_starts_at: null, visit_count: 1, ...told };
  return noticeWords(notice, (iso) => TIMES[iso]!, (id: MessageId, values) => intl.formatMessage({ id }, values));
};

describe('a notice', () => { // NOT-1 NOT-2
  it('of a visit that was moved says from when and to when', () => {
    expect(says({ kind: 'changed', previous_starts_at: MOVED_FROM }))
      .toBe('Ditt besök flyttades från 23 november kl. 10:30 till 25 november kl. 10:00.');
    expect(says({ kind: 'changed', previous_starts_at: MOVED_FROM }, english, 'en-GB')).toContain('was moved from 23 november');
  });

  it('of a change that kept the time does not speak of a move', () => {
    expect(says({ kind: 'changed', previous_starts_at: STARTS_AT })).toBe('Ditt besök 25 november kl. 10:00 har ändrats.');
    expect(says({ kind: 'changed' })).toBe('Ditt besök 25 november kl. 10:00 har ändrats.');
  });

  it('of a series says how many visits it is about', () => {
    expect(says({ visit_count: 4 })).toBe('Du har fått 4 nya besök. Det första är 25 november kl. 10:00.');
    expect(says({ kind: 'cancelled', visit_count: 3 })).toContain('3 besök är avbokade');
  });

  const kinds: NoticeKind[] = ['booked', 'changed', 'cancelled', 'brought_in', 'taken_out', 'invited_again', 'reminder'];
  it.each(kinds)('of every kind says when, in both languages: %s', (kind) => {
    expect(says({ kind })).toContain('25 november kl. 10:00');
    expect(says({ kind }, english, 'en-GB')).toContain('25 november kl. 10:00');
  });
});
