/** What a visit that needs a decision has lost (Q7). */
import type { Visit } from '../api/care';
import type { Text } from '../language/useText';

export function lackWords(visit: Pick<Visit, 'staff' | 'patients'>, t: Text): string {
  if (visit.patients.length === 0 && visit.staff.length === 0) return t('attention.nobody');
  if (visit.patients.length === 0) return t('attention.noPatient');
  return visit.staff.length === 0 ? t('attention.noStaff') : t('attention.needed');
}
