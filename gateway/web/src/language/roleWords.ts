/** What a person is here, in words. */
import type { Role } from '../api/care';
import type { Text } from './useText';

export function roleWords(role: Role, t: Text): string {
  if (role === 'staff') return t('role.staff');
  return role === 'administrator' ? t('role.administrator') : t('role.patient');
}
