/** «Aviseringar»: everything one has been told in the platform. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BusyButton } from '../frame/BusyButton';
import { Loading } from '../frame/Loading';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { allNotices } from '../notices/noticeQuestions';
import { NoNotices, NoticesUnavailable } from '../notices/NoNotices';
import { NoticeList } from '../notices/NoticeList';

export function NoticesPage() {
  const t = useText();
  usePageTitle(t('notices.title'));
  return (
    <PageFrame>
      <div className="notices-page">
        <Link to="/" className="back-link"><Icon name="back" />{t('overview.menu')}</Link>
        <PageHeading>{t('notices.title')}</PageHeading>
        <AllNotices />
      </div>
    </PageFrame>
  );
}

function AllNotices() {
  const t = useText();
  const asked = useInfiniteQuery(allNotices);
  if (asked.isPending) return <Loading />;
  if (!asked.data) return <NoticesUnavailable onRetry={() => void asked.refetch()} />;
  const notices = asked.data.pages.flatMap((page) => page.notices);
  if (notices.length === 0) return <section className="card empty"><NoNotices /></section>;
  return (
    <>
      <section className="card notices-card" aria-label={t('notices.title')}><NoticeList notices={notices} /></section>
      {asked.hasNextPage && (
        <BusyButton className="button button-outlined" isBusy={asked.isFetchingNextPage} onPress={() => void asked.fetchNextPage()}>
          {t('notices.more')}
        </BusyButton>
      )}
    </>
  );
}
