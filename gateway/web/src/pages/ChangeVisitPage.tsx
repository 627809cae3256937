/** «Ändra»: name, time, length and people of a visit, for its staff and for administrators. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Problem } from '../api/asking';
import type { Visit } from '../api/care';
import { ChangeForm } from '../booking/ChangeForm';
import { Loading } from '../frame/Loading';
import { PageFrame } from '../frame/PageFrame';
import { PageHeading } from '../frame/PageHeading';
import { Situation } from '../frame/Situation';
import { usePageTitle } from '../frame/usePageTitle';
import { useText, type Text } from '../language/useText';
import { visitQuestion } from '../questions';
import { NotFoundPage } from './NotFoundPage';
import { OfflinePage } from './OfflinePage';

export function ChangeVisitPage() {
  const { visitId } = useParams({ from: '/signed-in/visits/$visitId/change' });
  return <ChangeOf key={visitId} visitId={visitId} />;
}

function ChangeOf({ visitId }: { visitId: string }) {
  const t = useText();
  const visit = useQuery(visitQuestion(visitId));
  usePageTitle(t('change.title'));
  if (visit.data?.can.change) return <Changing visit={visit.data} />;
  if (visit.data) return <Unchangeable visit={visit.data} />;
  if (visit.error instanceof Problem && visit.error.mayPass) return <OfflinePage onRetry={() => void visit.refetch()} />;
  return visit.error ? <NotFoundPage /> : <PageFrame><Loading /></PageFrame>;
}

function Changing({ visit }: { visit: Visit }) {
  const t = useText();
  return (
    <PageFrame>
      <div className="narrow">
        <PageHeading>{t('change.title')}</PageHeading>
        <ChangeForm visit={visit} />
      </div>
    </PageFrame>
  );
}

function Unchangeable({ visit }: { visit: Visit }) {
  const t = useText();
  return (
    <PageFrame>
      <Situation icon="info" title={t('change.impossible')} actions={<Link className="button button-primary" to="/visits">{t('toBookings')}</Link>}>
        <p className="situation-visit"><strong>{visit.name}</strong></p>
        <p>{whyNot(visit, t)}</p>
      </Situation>
    </PageFrame>
  );
}

function whyNot({ state }: Visit, t: Text): string {
  if (state === 'ended') return t('refused.ended');
  if (state === 'cancelled') return t('refused.cancelled');
  return state === 'missed' ? t('refused.missed') : t('refused.notYours');
}
