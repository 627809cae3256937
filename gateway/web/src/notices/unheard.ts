/** The unread notices that were not there before; nothing is news when the page has just been opened. */
import type { OwnNotice } from '../api/notices';

export const unheard = (latest: OwnNotice[], heard: ReadonlySet<string> | null): OwnNotice[] =>
  (heard ? latest.filter((notice) => !notice.is_read && !heard.has(notice.id)) : []);
