/** A patient's page tells that it waits for a visit, again and again, and that it does not any more. */
import { guarded, lastWord } from './asking';
import type { VisitState } from './care';

const PATIENCE_MILLISECONDS = 8_000;

export const waitForVisit = (visitId: string, waitId: string) =>
  guarded<{ state: VisitState }>(`/api/visits/${visitId}/wait`, { wait_id: waitId }, PATIENCE_MILLISECONDS);

export const stopWaiting = (visitId: string, waitId: string) =>
  lastWord(`/api/visits/${visitId}/wait/stop`, { wait_id: waitId });
