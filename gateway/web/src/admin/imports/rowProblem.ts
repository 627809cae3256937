/** What is wrong with a row of a file, in words. */
import type { Text } from '../../language/useText';

export function rowProblem(code: string, t: Text): string {
  switch (code) {
    case 'personnummer_missing': return t('admin.row.numberMissing');
    case 'personnummer_invalid': return t('admin.row.number');
    case 'personnummer_taken': return t('admin.row.taken');
    case 'personnummer_twice': return t('admin.row.twice');
    case 'name_missing': return t('admin.row.name');
    case 'phone_invalid': return t('admin.row.phone');
    case 'email_invalid': return t('admin.row.email');
    case 'hsa_id_invalid': return t('admin.row.hsaId');
    case 'roles_invalid': return t('admin.row.roles');
    case 'language_invalid': return t('admin.row.language');
    case 'status_invalid': return t('admin.row.status');
    case 'too_long': return t('admin.row.tooLong');
    default: return t('admin.row.other');
  }
}
