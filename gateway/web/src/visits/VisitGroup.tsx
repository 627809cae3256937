/** A titled list of visits; each row leads to its visit. */
import type { ReactNode } from 'react';
import type { Visit } from '../api/care';
import { VisitRow } from './VisitRow';

interface VisitGroupProps { title: string; visits: Visit[]; now: number; bookedId: string | undefined; children?: ReactNode }

export function VisitGroup({ title, visits, now, bookedId, children }: VisitGroupProps) {
  if (visits.length === 0 && !children) return null;
  return (
    <section className="visit-group">
      <h2>{title}</h2>
      {visits.length > 0 && (
        <ul className="card rows">
          {visits.map((visit) => <VisitRow key={visit.id} visit={visit} now={now} isNew={visit.id === bookedId} />)}
        </ul>
      )}
      {children}
    </section>
  );
}
