/** The tab of «Våra bokningar» in which a visit stands (Q3). */
import type { Tab, Visit } from '../../api/care';

export function tabOf(visit: Pick<Visit, 'state' | 'ends_at'>, now: number): Tab {
  if (visit.state === 'started') return 'ongoing';
  return visit.state === 'booked' && Date.parse(visit.ends_at) >= now ? 'future' : 'earlier';
}
