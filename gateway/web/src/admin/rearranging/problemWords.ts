/** Why a visit cannot be rearranged, in words about the plan. */
import type { Text } from '../../language/useText';

export function problemWords(code: string, t: Text): string {
  switch (code) {
    case 'starts_in_the_past': return t('rearrange.problem.past');
    case 'too_far_ahead': return t('rearrange.problem.tooFar');
    case 'visit_already_started': return t('rearrange.problem.started');
    case 'visit_ended': return t('rearrange.problem.ended');
    case 'visit_cancelled': return t('rearrange.problem.cancelled');
    case 'visit_missed': return t('rearrange.problem.missed');
    case 'not_in_the_visit': return t('rearrange.problem.notThere');
    case 'person_twice': return t('rearrange.problem.twice');
    case 'too_many_people': return t('rearrange.problem.tooMany');
    case 'person_unknown':
    case 'person_not_active':
    case 'only_staff': return t('rearrange.problem.substitute');
    case 'not_a_patient': return t('rearrange.problem.patient');
    case 'changed_meanwhile': return t('rearrange.problem.meanwhile');
    case 'not_found': return t('rearrange.problem.gone');
    default: return t('rearrange.problem.other');
  }
}
