/** Everything that can be done is chosen until somebody leaves it out; what cannot be done never is. */
import type { PlannedVisit } from '../../api/rearranging';

export const chosenAtFirst = (planned: Pick<PlannedVisit, 'visit' | 'problem'>[]): ReadonlySet<string> =>
  new Set(planned.filter(({ problem }) => problem === null).map(({ visit }) => visit.id));

export function toggled(chosen: ReadonlySet<string>, visitId: string, isChosen: boolean): ReadonlySet<string> {
  const next = new Set(chosen);
  if (isChosen) next.add(visitId);
  else next.delete(visitId);
  return next;
}
