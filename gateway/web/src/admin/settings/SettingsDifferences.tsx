/** Which settings somebody else changed while one was writing. */
import type { Settings } from '../../api/settings';
import { Notice } from '../../frame/Notice';
import { useText, type Text } from '../../language/useText';
import { reminderWords } from './reminders';
import { draftOf, type SettingsField } from './settingsDraft';

export function SettingsDifferences({ fields, now }: { fields: SettingsField[]; now: Settings }) {
  const t = useText();
  const stands = draftOf(now);
  return (
    <Notice kind="error">
      <p>{t('admin.changed.settings')}</p>
      {fields.length > 0 && (
        <ul className="plain-list">
          {fields.map((field) => (
            <li key={field}>{t('admin.changed.now', { field: fieldWords(field, t), value: valueWords(stands[field], t) })}</li>
          ))}
        </ul>
      )}
      <p>{t('admin.changed.saveAgain')}</p>
    </Notice>
  );
}

function fieldWords(field: SettingsField, t: Text): string {
  switch (field) {
    case 'name': return t('admin.settings.name');
    case 'address': return t('admin.settings.address');
    case 'phone': return t('admin.settings.phone');
    case 'brand_colour': return t('admin.settings.colour');
    case 'sign_in_methods': return t('admin.settings.methods');
    case 'idle_logout_minutes': return t('admin.settings.idle');
    case 'sms': return t('admin.settings.smsOn');
    case 'sms_decision': return t('admin.settings.smsDecision');
    case 'retention_days': return t('admin.settings.retention');
    case 'removes_patients': return t('admin.settings.removes');
    case 'patients_removed_after_months': return t('admin.settings.months');
    case 'email': return t('admin.settings.emailOn');
    case 'reminder_minutes': return t('admin.settings.reminders');
    case 'sms_sender': return t('admin.settings.smsSender');
    case 'languages': return t('admin.settings.languages');
  }
}

function valueWords(value: string | boolean | string[] | number[] | null, t: Text): string {
  if (typeof value === 'boolean') return value ? t('admin.changed.on') : t('admin.changed.off');
  const words = Array.isArray(value) ? value.map((each) => (typeof each === 'number' ? reminderWords(each, t) : each)).join(', ') : value;
  return words || t('admin.changed.nothing');
}
