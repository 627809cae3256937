/** «Aviseringar» for administrators: what was sent by SMS and e-mail, and what became of it; never its text. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { BusyButton } from '../../frame/BusyButton';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { usePageTitle } from '../../frame/usePageTitle';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { providerQuestion } from '../../questions';
import { AdminFrame } from '../frame/AdminFrame';
import { TurnPages } from '../parts/TurnPages';
import { Unavailable } from '../parts/Unavailable';
import { SentFilters } from './SentFilters';
import type { SentFilter } from './sentFilter';
import { sentQuestion } from './sentQuestion';
import { SentTable } from './SentTable';

export function SentNoticesPage() {
  const t = useText();
  const navigate = useNavigate();
  const { state, channel } = useSearch({ strict: false });
  const isDemo = useQuery(providerQuestion).data?.demo;
  usePageTitle(t('sent.title'));
  const filter: SentFilter = { ...(state && { state }), ...(channel && { channel }) };
  return (
    <AdminFrame>
      <div className="admin-head">
        <PageHeading>{t('sent.title')}</PageHeading>
        {isDemo && <Link to="/admin/outbox" className="button button-outlined"><Icon name="mail" />{t('outbox.title')}</Link>}
      </div>
      <p className="lead sent-lead">{t('sent.lead')}</p>
      <SentFilters filter={filter} onChange={(search) => void navigate({ to: '/admin/notices', search, replace: true })} />
      <FoundNotices key={`${filter.state}/${filter.channel}`} filter={filter} />
    </AdminFrame>
  );
}

function FoundNotices({ filter }: { filter: SentFilter }) {
  const t = useText();
  const [passed, setPassed] = useState<string[]>([]);
  const asked = useQuery(sentQuestion(filter, passed.at(-1)));
  if (asked.isPending) return <Loading />;
  if (!asked.data) return <Unavailable error={asked.error} onRetry={() => void asked.refetch()} />;
  const { notices, has_more: hasMore } = asked.data;
  const isFirst = passed.length === 0;
  return (
    <section className="card people" aria-label={t('sent.title')} aria-busy={asked.isPlaceholderData}>
      {notices.length > 0 ? <SentTable notices={notices} isOld={asked.isPlaceholderData} /> : <NothingSent isFiltered={Object.keys(filter).length > 0} />}
      <div className="people-foot">
        <p role="status">{t('sent.count', { count: notices.length, page: passed.length + 1 })}</p>
        <div className="people-pages">
          <BusyButton className="button button-quiet button-small" isBusy={asked.isRefetching && !asked.isPlaceholderData} onPress={() => void asked.refetch()}>
            {t('sent.refresh')}
          </BusyButton>
          {(hasMore || !isFirst) && (
            <TurnPages isFirst={isFirst} isLast={!hasMore} isOld={asked.isPlaceholderData}
              onPrevious={() => setPassed(passed.slice(0, -1))} onNext={() => setPassed([...passed, notices.at(-1)!.id])} />
          )}
        </div>
      </div>
    </section>
  );
}

function NothingSent({ isFiltered }: { isFiltered: boolean }) {
  const t = useText();
  return (
    <div className="empty">
      <span className="situation-icon"><Icon name="mail" /></span>
      <h2>{isFiltered ? t('sent.noneFiltered') : t('sent.none')}</h2>
      <p>{isFiltered ? t('sent.noneFilteredHelp') : t('sent.noneHelp')}</p>
    </div>
  );
}
