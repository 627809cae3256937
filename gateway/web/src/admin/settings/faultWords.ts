/** What is wrong with a setting, in words. */
import type { Text } from '../../language/useText';
import { LIMITS, type SettingsFault, type SettingsField } from './settingsDraft';

export function faultWords(field: SettingsField, fault: SettingsFault, t: Text): string {
  if (fault === 'range') return rangeWords(field, t);
  if (fault === 'colour') return t('admin.settings.colourFault');
  if (fault === 'sender') return t('admin.settings.smsSenderFault');
  if (fault === 'contrast') return t('admin.refused.contrast');
  switch (field) {
    case 'name': return t('admin.settings.nameMissing');
    case 'sign_in_methods': return t('admin.settings.methodsMissing');
    case 'languages': return t('admin.settings.languagesMissing');
    default: return t('admin.refused.smsDecision');
  }
}

function rangeWords(field: SettingsField, t: Text): string {
  const limits = LIMITS[field as keyof typeof LIMITS];
  return t('admin.settings.range', { least: limits[0], most: limits[1] });
}
