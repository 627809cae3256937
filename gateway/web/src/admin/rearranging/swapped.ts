/** The change that puts a colleague in another's place, and leaves everything else as it was read. */
import type { ChangedVisit } from '../../api/booking';
import type { Visit } from '../../api/care';

export function swapped(visit: Visit, leavingId: string | null, comingId: string, reason: string): ChangedVisit {
  const staffIds = visit.staff.map((person) => person.id);
  return {
    details_version: visit.details_version,
    name: visit.name,
    starts_at: visit.starts_at,
    length_minutes: visit.length_minutes,
    staff_ids: leavingId === null ? [...staffIds, comingId] : staffIds.map((id) => (id === leavingId ? comingId : id)),
    patient_ids: visit.patients.map((person) => person.id),
    reason: reason || null,
  };
}
