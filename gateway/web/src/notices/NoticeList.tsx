/** Notices, the latest first, each leading to its visit. */
import { Link } from '@tanstack/react-router';
import type { NoticeKind, OwnNotice } from '../api/notices';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { Icon, type IconName } from '../look/Icon';
import { noticeWords } from './noticeWords';
import { useReadNotices } from './useReadNotices';

const SIGNS: Record<NoticeKind, IconName> = {
  booked: 'calendar', changed: 'clock', cancelled: 'close', brought_in: 'people', taken_out: 'leave', invited_again: 'video', reminder: 'bell',
};

export function NoticeList({ notices }: { notices: OwnNotice[] }) {
  const fresh = useReadNotices(notices);
  return (
    <ul className="notice-list">
      {notices.map((notice) => <NoticeRow key={notice.id} notice={notice} isNew={fresh.has(notice.id)} />)}
    </ul>
  );
}

function NoticeRow({ notice, isNew }: { notice: OwnNotice; isNew: boolean }) {
  const t = useText();
  const dates = useDates();
  const words = noticeWords(notice, dates.moment, t);
  return (
    <li className="notice-row" data-new={isNew || undefined}>
      <span className="notice-sign" aria-hidden="true"><Icon name={SIGNS[notice.kind]} /></span>
      <div className="notice-words">
        {notice.kind === 'taken_out'
          ? <span>{words}</span>
          : <Link className="row-link" to="/visits/$visitId" params={{ visitId: notice.visit_id }} preload={false}>{words}</Link>}
        <span className="notice-when">{dates.moment(notice.posted_at)}</span>
      </div>
      {isNew && <span className="chip chip-new"><span className="dot" aria-hidden="true" />{t('notices.new')}</span>}
    </li>
  );
}
