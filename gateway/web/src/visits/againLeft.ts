/** How long everyone may still be invited again after an end that was a mistake. */
import type { Visit } from '../api/care';

/** Milliseconds; zero when it is too late, or not for this person to do. */
export function againLeft(visit: Pick<Visit, 'invite_again_until' | 'can'>, now: number): number {
  if (!visit.can.invite_again || visit.invite_again_until === null) return 0;
  return Math.max(0, Date.parse(visit.invite_again_until) - now);
}
