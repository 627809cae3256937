/** How long a removed person's data are kept, and whether patients who do not come are removed by themselves. */
import { PlainField } from '../../forms/PlainField';
import { useText } from '../../language/useText';
import { Tick } from '../parts/Tick';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

export function DataSettings({ state: { draft, words, change } }: { state: SettingsFormState }) {
  const t = useText();
  return (
    <SettingsGroup title={t('admin.settings.data')}>
      <div className="number-field">
        <PlainField label={t('admin.settings.retention')} help={t('admin.settings.retentionHelp')} inputMode="numeric" value={draft.retention_days}
          fault={words('retention_days')} maxLength={4} onChange={(retention_days) => change({ retention_days })} />
      </div>
      <Tick isTicked={draft.removes_patients} onChange={(removes_patients) => change({ removes_patients })} help={t('admin.settings.removesHelp')}>
        {t('admin.settings.removes')}
      </Tick>
      {draft.removes_patients && (
        <div className="number-field">
          <PlainField label={t('admin.settings.months')} help={t('admin.settings.monthsHelp')} inputMode="numeric" value={draft.patients_removed_after_months}
            fault={words('patients_removed_after_months')} maxLength={3} onChange={(months) => change({ patients_removed_after_months: months })} />
        </div>
      )}
    </SettingsGroup>
  );
}
