/** One rearrangement: how it goes, and what became of it; the page may be left and come back to. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Problem } from '../../api/asking';
import type { Rearrangement } from '../../api/rearranging';
import { Loading } from '../../frame/Loading';
import { PageHeading } from '../../frame/PageHeading';
import { Situation } from '../../frame/Situation';
import { usePageTitle } from '../../frame/usePageTitle';
import { nameWords } from '../../language/nameWords';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { AdminFrame } from '../frame/AdminFrame';
import { Unavailable } from '../parts/Unavailable';
import { planWords } from './planWords';
import { RearrangementOver } from './RearrangementOver';
import { rearrangementQuestion } from './rearrangementQuestion';
import { RearrangementRunning } from './RearrangementRunning';

export function OneRearrangementPage() {
  const { rearrangementId } = useParams({ strict: false });
  return <AdminFrame><ById key={rearrangementId} id={rearrangementId ?? ''} /></AdminFrame>;
}

function ById({ id }: { id: string }) {
  const t = useText();
  const asked = useQuery(rearrangementQuestion(id));
  usePageTitle(t('rearrange.title'));
  if (asked.isPending) return <Loading />;
  if (!asked.data) {
    const isUnknown = asked.error instanceof Problem && (asked.error.status === 404 || asked.error.status === 422);
    return isUnknown ? <Unknown /> : <Unavailable error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <div className="rearranging">
      <Link to="/admin/bookings/{-$tab}" params={{ tab: 'future' }} className="back-link"><Icon name="back" />{t('our.futureTitle')}</Link>
      <PageHeading>{t('rearrange.titleOf', { name: nameWords(asked.data.person, t) })}</PageHeading>
      <WhatWasAsked rearrangement={asked.data} />
      {asked.data.state === 'running' ? <RearrangementRunning running={asked.data} /> : <RearrangementOver over={asked.data} />}
    </div>
  );
}

function WhatWasAsked({ rearrangement: { action, substitute, shift_days: days, asked_at, asked_by } }: { rearrangement: Rearrangement }) {
  const t = useText();
  const dates = useDates();
  const by = t('rearrange.askedBy', { when: dates.moment(asked_at), name: nameWords(asked_by, t) });
  return <p className="lead">{planWords({ action, substitute, days }, t)} {by}</p>;
}

function Unknown() {
  const t = useText();
  return (
    <Situation icon="info" title={t('rearrange.unknownTitle')}
      actions={<Link className="button button-primary" to="/admin/bookings/{-$tab}" params={{ tab: 'future' }}>{t('our.futureTitle')}</Link>}>
      <p>{t('rearrange.unknownText')}</p>
    </Situation>
  );
}
