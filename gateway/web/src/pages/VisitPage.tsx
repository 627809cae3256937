/** One visit: the way in while it is open, and what became of it afterwards. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { Problem, type Visit } from '../api/care';
import { Loading } from '../frame/Loading';
import { PageFrame } from '../frame/PageFrame';
import { visitQuestion } from '../questions';
import { CancelledVisit, EndedVisit } from '../visits/ClosedVisit';
import { RemovedFromVisit } from '../visits/RemovedFromVisit';
import { VisitDoor } from '../visits/VisitDoor';
import { ForbiddenPage } from './ForbiddenPage';
import { NotFoundPage } from './NotFoundPage';
import { OfflinePage } from './OfflinePage';

const CLOSED_TO_ONE = [403, 404];

export function VisitPage() {
  const { visitId } = useParams({ from: '/signed-in/visits/$visitId' });
  const visit = useQuery(visitQuestion(visitId));
  const wasSeen = useRef(false);
  if (visit.isSuccess) wasSeen.current = true;
  const status = visit.error instanceof Problem ? visit.error.status : null;
  if (status !== null && CLOSED_TO_ONE.includes(status) && wasSeen.current) return <RemovedFromVisit />;
  if (visit.data) return <KnownVisit key={visitId} visit={visit.data} />;
  if (status === 403) return <ForbiddenPage />;
  if (visit.error && !(visit.error instanceof Problem && visit.error.mayPass)) return <NotFoundPage />;
  if (visit.error) return <OfflinePage onRetry={() => void visit.refetch()} />;
  return <PageFrame><Loading /></PageFrame>;
}

function KnownVisit({ visit }: { visit: Visit }) {
  if (visit.state === 'ended') return <EndedVisit visit={visit} />;
  if (visit.state === 'cancelled') return <CancelledVisit visit={visit} />;
  return <VisitDoor visit={visit} />;
}
