/** What is said beside the fields of one's own data, and below them. */
import type { Text } from '../language/useText';
import type { OwnField } from './ownDraft';

export interface RefusedSaving { code: string; field: OwnField | null }

export function faultWords(field: OwnField, missing: OwnField | null, refused: RefusedSaving | null, t: Text): string | undefined {
  if (missing === field) return t('profile.nameMissing');
  if (refused?.field !== field) return undefined;
  if (field === 'phone') return t('profile.phoneInvalid');
  return field === 'email' ? t('profile.emailInvalid') : t('profile.nameMissing');
}

export function failureWords(code: string, t: Text): string {
  if (code === 'invalid') return t('refused.invalid');
  if (code === 'offline') return t('refused.offline');
  return code === 'forbidden' ? t('profile.forbidden') : t('refused.unavailable');
}
