/** «Utkorg»: what the demo would have sent, with its words and its calendar invitation. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Problem } from '../../api/asking';
import { getOutbox } from '../../api/notices';
import { BusyButton } from '../../frame/BusyButton';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { Situation } from '../../frame/Situation';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';
import { Unavailable } from '../parts/Unavailable';
import { OutboxMessageCard } from './OutboxMessageCard';

const PAGE_LENGTH = 25;
const EVERY_MILLISECONDS = 5_000;

export function OutboxPage() {
  const t = useText();
  usePageTitle(t('outbox.title'));
  return <AdminFrame><Messages /></AdminFrame>;
}

function Messages() {
  const t = useText();
  const asked = useInfiniteQuery({
    queryKey: ['outbox'],
    queryFn: ({ pageParam }) => getOutbox({ after: pageParam, limit: PAGE_LENGTH }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? page.messages.at(-1)?.id : undefined),
    // Nobody's data: the demo's people are made up.
    refetchInterval: EVERY_MILLISECONDS,
  });
  if (asked.isPending) return <Loading />;
  if (!asked.data) {
    return asked.error instanceof Problem && asked.error.status === 404 ? <OnlyInTheDemo /> : <Unavailable error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  const messages = asked.data.pages.flatMap((page) => page.messages);
  return (
    <div className="outbox">
      <Link to="/admin/notices" className="back-link"><Icon name="back" />{t('sent.title')}</Link>
      <PageHeading>{t('outbox.title')}</PageHeading>
      <p className="lead">{t('outbox.lead')}</p>
      {messages.length === 0 && (
        <section className="card empty">
          <span className="situation-icon"><Icon name="mail" /></span>
          <h2>{t('outbox.empty')}</h2>
          <p>{t('outbox.emptyHelp')}</p>
        </section>
      )}
      {messages.length > 0 && <ul className="outbox-list">{messages.map((message) => <li key={message.id}><OutboxMessageCard message={message} /></li>)}</ul>}
      {asked.hasNextPage && (
        <BusyButton className="button button-outlined" isBusy={asked.isFetchingNextPage} onPress={() => void asked.fetchNextPage()}>{t('notices.more')}</BusyButton>
      )}
    </div>
  );
}

function OnlyInTheDemo() {
  const t = useText();
  return (
    <Situation icon="mail" title={t('outbox.onlyDemo')} actions={<Link className="button button-primary" to="/admin/notices">{t('sent.title')}</Link>}>
      <p>{t('outbox.onlyDemoText')}</p>
    </Situation>
  );
}
