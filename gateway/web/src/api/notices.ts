/** Notices: one's own in the platform, and for administrators what was sent by SMS and e-mail. */
import { ask, command, reading } from './asking';
import type { Participant } from './people';

export type NoticeKind = 'booked' | 'changed' | 'cancelled' | 'brought_in' | 'taken_out' | 'invited_again' | 'reminder';

export interface OwnNotice {
  id: string;
  kind: NoticeKind;
  visit_id: string;
  posted_at: string;
  starts_at: string;
  /** When a change moved the visit: when it was before. */
  previous_starts_at: string | null;
  /** More than one for a series. */
  visit_count: number;
  is_read: boolean;
}
export interface OwnNotices { notices: OwnNotice[]; unread: number; has_more: boolean }

export type SentChannel = 'sms' | 'email';
export type SentState = 'waiting' | 'sending' | 'uncertain' | 'sent' | 'delivered' | 'failed' | 'suppressed';

export interface SentNotice {
  id: string;
  person: Participant;
  visit_id: string;
  channel: SentChannel;
  kind: NoticeKind;
  state: SentState;
  attempts: number;
  asked_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  next_attempt_at: string | null;
  /** Why it failed or was held back, as a code. */
  why: string | null;
}
export interface SentNotices { notices: SentNotice[]; has_more: boolean }

/** A message of the demo, as it would have been sent. */
export interface OutboxMessage {
  id: string;
  person: Participant;
  channel: SentChannel;
  at: string;
  receiver: string;
  subject: string | null;
  text: string;
  /** An invitation for a calendar, or that it is cancelled (RFC 5545). */
  calendar: string | null;
}
export interface Outbox { messages: OutboxMessage[]; has_more: boolean }

interface Page { after?: string | undefined; limit: number }

export const getNotices = (page: Page) => ask<OwnNotices>('GET', reading(`/api/notices?${queryOf({ ...page })}`));
export const markNoticesRead = (upTo: string) => command('/api/notices/read', { up_to: upTo });
export const getSentNotices = (search: Page & { state?: string | undefined; channel?: SentChannel | undefined }) =>
  ask<SentNotices>('GET', reading(`/api/notices/sent?${queryOf({ ...search })}`));
export const sendNoticeAgain = (noticeId: string) => command(`/api/notices/sent/${encodeURIComponent(noticeId)}/again`);
export const getOutbox = (page: Page) => ask<Outbox>('GET', `/api/outbox?${queryOf({ ...page })}`);

function queryOf(given: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value));
  return query.toString();
}
