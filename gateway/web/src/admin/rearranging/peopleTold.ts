/** Who is told when visits are rearranged: each person once, however many of the visits they are in; never the one who does it. */
import type { Visit } from '../../api/care';
import type { Plan } from '../../api/rearranging';

export interface Told { patients: number; colleagues: number }

export function peopleTold(visits: Pick<Visit, 'staff' | 'patients'>[], plan: Plan, askerId: string): Told {
  const patients = visits.flatMap((visit) => visit.patients);
  // When somebody is replaced, the colleagues who stay meet the same patients at the same time: it is no news to them.
  const staff = visits.flatMap((visit) => visit.staff).filter(({ id }) => plan.action !== 'replace' || id === plan.person_id);
  const colleagues = [...staff.map(({ id }) => id), ...(plan.substitute_id && visits.length > 0 ? [plan.substitute_id] : [])];
  return { patients: new Set(patients.map(({ id }) => id)).size, colleagues: new Set(colleagues.filter((id) => id !== askerId)).size };
}
