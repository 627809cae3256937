/** Why a plan, or a swap of staff, was refused as a whole: what others say of patients is said of the colleague here. */
import { problemCode } from '../../api/asking';
import type { Text } from '../../language/useText';
import { adminRefusal } from '../parts/refusals';
import { problemWords } from './problemWords';

export function planRefusal(error: unknown, t: Text): string {
  switch (problemCode(error)) {
    case 'person_unknown':
    case 'person_not_active':
    case 'only_staff': return t('rearrange.problem.substitute');
    case 'plan_incomplete': return t('refused.invalid');
    case 'not_found': return problemWords('not_found', t);
    case 'only_administrators': return t('admin.refused.forbidden');
    case 'changed_meanwhile': return t('refused.changedMeanwhile');
    default: return adminRefusal(error, t);
  }
}
