/** Whether it is time to stay on the page of a visit; whoever reads about a later one does not wait for it yet. */
import type { Visit } from '../api/care';

const SOON_MILLISECONDS = 60 * 60_000;

/** Also when its time has passed: somebody may still start it. */
export const isSoon = (visit: Pick<Visit, 'starts_at'>, now: number): boolean => Date.parse(visit.starts_at) - now < SOON_MILLISECONDS;
