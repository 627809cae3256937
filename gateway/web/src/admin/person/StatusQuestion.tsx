/** Asks before a person is shut out: what happens at once, and how many coming visits they leave. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { countFutureVisits } from '../../api/administering';
import { problemCode } from '../../api/asking';
import type { Profile } from '../../api/people';
import { Loading } from '../../frame/Loading';
import { Notice } from '../../frame/Notice';
import { Question } from '../../frame/Question';
import { useText } from '../../language/useText';
import { adminRefusal } from '../parts/refusals';
import { Unavailable } from '../parts/Unavailable';

interface StatusQuestionProps {
  person: Profile;
  status: 'inactive' | 'removed';
  isBusy: boolean;
  error: Error | null;
  onConfirm: (futureVisits: number) => void;
  onClose: () => void;
}

export function StatusQuestion({ person, status, isBusy, error, onConfirm, onClose }: StatusQuestionProps) {
  const t = useText();
  const visits = useQuery({
    queryKey: ['future-visits', person.id], queryFn: () => countFutureVisits(person.id), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false,
  });
  const hasMore = problemCode(error) === 'future_visits';
  useEffect(() => {
    if (hasMore) void visits.refetch();
  }, [error]);
  const count = visits.isFetching ? undefined : visits.data;
  const isRemoval = status === 'removed';
  return (
    <Question isOpen isDanger
      title={isRemoval ? t('admin.ask.removeTitle', { name: person.name }) : t('admin.ask.inactiveTitle', { name: person.name })}
      confirm={isRemoval ? t('admin.ask.remove') : t('admin.ask.inactive')} refuse={t('admin.cancel')} isBusy={isBusy} isNotReady={count === undefined}
      onConfirm={() => { if (count !== undefined) onConfirm(count); }} onClose={onClose}>
      <ul className="plain-list">
        <li>{t('admin.ask.signedOut')}</li>
        {count !== undefined && <li>{t('admin.ask.visits', { count })}</li>}
        {count !== undefined && count > 0 && <li>{t('admin.ask.attention')}</li>}
        <li>{isRemoval ? t('admin.ask.hidden') : t('admin.ask.still')}</li>
      </ul>
      {visits.isFetching && <Loading />}
      {visits.isError && <Unavailable error={visits.error} onRetry={() => void visits.refetch()} />}
      {hasMore && <Notice kind="error"><p>{t('admin.ask.moreVisits')}</p></Notice>}
      {error && !hasMore && <Notice kind="error"><p>{adminRefusal(error, t)}</p></Notice>}
    </Question>
  );
}
