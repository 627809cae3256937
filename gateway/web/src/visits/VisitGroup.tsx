/** A titled list of visits; each row leads to its visit. */
import type { Visit } from '../api/care';
import { VisitRow } from './VisitRow';

interface VisitGroupProps { title: string; visits: Visit[]; now: number; bookedId: string | undefined }

export function VisitGroup({ title, visits, now, bookedId }: VisitGroupProps) {
  if (visits.length === 0) return null;
  return (
    <section className="visit-group">
      <h2>{title}</h2>
      <ul className="card rows">
        {visits.map((visit) => <VisitRow key={visit.id} visit={visit} now={now} isNew={visit.id === bookedId} />)}
      </ul>
    </section>
  );
}
