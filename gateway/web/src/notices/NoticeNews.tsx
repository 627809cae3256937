/** Says aloud what was noticed while the page was open. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useAnnounce } from '../frame/Announcer';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { latestNotices } from './noticeQuestions';
import { noticeWords } from './noticeWords';
import { unheard } from './unheard';

export function NoticeNews() {
  const t = useText();
  const dates = useDates();
  const announce = useAnnounce();
  const latest = useQuery(latestNotices).data;
  const heard = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!latest) return;
    const [first, ...others] = unheard(latest.notices, heard.current);
    heard.current = new Set([...(heard.current ?? []), ...latest.notices.map((notice) => notice.id)]);
    if (!first) return;
    announce(others.length > 0
      ? t('notices.heardMany', { count: others.length + 1 })
      : t('notices.heard', { words: noticeWords(first, dates.moment, t) }));
  }, [latest]);
  return null;
}
