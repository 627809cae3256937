/** The bell of the top bar: how many notices are unread, and the latest behind it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button, DialogTrigger, Popover } from 'react-aria-components';
import { hasVisits } from '../frame/hasVisits';
import { Loading } from '../frame/Loading';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { latestNotices } from './noticeQuestions';
import { NoNotices, NoticesUnavailable } from './NoNotices';
import { NoticeList } from './NoticeList';

const MOST_COUNTED = 99;

export function Bell() {
  return hasVisits(useMe().roles) ? <BellOfPerson /> : null;
}

function BellOfPerson() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const unread = useQuery(latestNotices).data?.unread ?? 0;
  useEffect(() => setOpen(false), [path]);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="bell" aria-label={t('notices.bell', { count: unread })}>
        <Icon name="bell" />
        {unread > 0 && <span className="bell-count" aria-hidden="true">{unread > MOST_COUNTED ? t('notices.many') : unread}</span>}
      </Button>
      <Popover className="popover bell-popover" placement="bottom end" aria-label={t('notices.title')}>
        <h2 className="bell-title">{t('notices.title')}</h2>
        <Latest />
        <Link to="/notices" className="bell-all" onClick={() => setOpen(false)}>{t('notices.all')}</Link>
      </Popover>
    </DialogTrigger>
  );
}

function Latest() {
  const latest = useQuery(latestNotices);
  if (latest.isPending) return <Loading />;
  if (!latest.data) return <NoticesUnavailable onRetry={() => void latest.refetch()} />;
  return latest.data.notices.length > 0 ? <NoticeList notices={latest.data.notices} /> : <NoNotices />;
}
