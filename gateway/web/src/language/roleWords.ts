/** What a person is here, in words. */
import type { Role } from '../api/people';
import type { Text } from './useText';

export function roleWords(role: Role, t: Text): string {
  if (role === 'staff') return t('role.staff');
  if (role === 'support') return t('role.support');
  return role === 'administrator' ? t('role.administrator') : t('role.patient');
}
