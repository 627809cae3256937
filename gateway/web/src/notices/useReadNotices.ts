/** What is shown counts as read; it stays marked as new for as long as it is shown. */
import { useEffect, useRef } from 'react';
import { markNoticesRead, type OwnNotice } from '../api/notices';
import { refreshNotices } from './noticeQuestions';

export function useReadNotices(shown: OwnNotice[]): ReadonlySet<string> {
  const fresh = useRef(new Set<string>());
  for (const notice of shown) if (!notice.is_read) fresh.current.add(notice.id);
  const newestUnread = shown.some((notice) => !notice.is_read) ? shown[0]?.id : undefined;
  useEffect(() => {
    // Not told now is told the next time the list is looked at.
    if (newestUnread) markNoticesRead(newestUnread).then(refreshNotices, () => undefined);
  }, [newestUnread]);
  return fresh.current;
}
