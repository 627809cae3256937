/** One visit: the way in while it is open, and what became of it afterwards. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { Problem } from '../api/asking';
import type { Visit } from '../api/care';
import { Loading } from '../frame/Loading';
import { PageFrame } from '../frame/PageFrame';
import { visitQuestion } from '../questions';
import { CancelledVisit, EndedVisit, MissedVisit } from '../visits/ClosedVisit';
import { RemovedFromVisit } from '../visits/RemovedFromVisit';
import { VisitDoor } from '../visits/VisitDoor';
import { ForbiddenPage } from './ForbiddenPage';
import { NotFoundPage } from './NotFoundPage';
import { OfflinePage } from './OfflinePage';

const CLOSED_TO_ONE = [403, 404];

export function VisitPage() {
  const { visitId } = useParams({ from: '/signed-in/visits/$visitId' });
  return <VisitAt key={visitId} visitId={visitId} />;
}

function VisitAt({ visitId }: { visitId: string }) {
  const visit = useQuery(visitQuestion(visitId));
  const wasSeen = useRef(false);
  const lastError = useRef<Error | null>(null);
  if (visit.isSuccess) wasSeen.current = true;
  // Asking again after a refusal forgets it until the answer comes; the page must not flicker meanwhile.
  if (visit.isSuccess || visit.error) lastError.current = visit.error;
  const error = lastError.current;
  const status = error instanceof Problem ? error.status : null;
  if (status !== null && CLOSED_TO_ONE.includes(status) && wasSeen.current) return <RemovedFromVisit />;
  if (visit.data) return <KnownVisit visit={visit.data} />;
  if (status === 403) return <ForbiddenPage />;
  if (error && !(error instanceof Problem && error.mayPass)) return <NotFoundPage />;
  if (error) return <OfflinePage onRetry={() => void visit.refetch()} />;
  return <PageFrame><Loading /></PageFrame>;
}

function KnownVisit({ visit }: { visit: Visit }) {
  if (visit.state === 'ended') return <EndedVisit visit={visit} />;
  if (visit.state === 'cancelled') return <CancelledVisit visit={visit} />;
  if (visit.state === 'missed' && !visit.can.start) return <MissedVisit visit={visit} />;
  return <VisitDoor visit={visit} />;
}
