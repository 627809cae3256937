/** Whether patients get SMS, and the decision behind it. */
import { useText } from '../../language/useText';
import { LongText } from '../parts/LongText';
import { Tick } from '../parts/Tick';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

const LONGEST_DECISION = 1000;

export function SmsSettings({ state: { draft, words, change } }: { state: SettingsFormState }) {
  const t = useText();
  return (
    <SettingsGroup title={t('admin.settings.sms')}>
      <Tick isTicked={draft.sms} onChange={(sms) => change({ sms })} help={t('admin.settings.smsHelp')}>{t('admin.settings.smsOn')}</Tick>
      {(draft.sms || draft.sms_decision) && (
        <LongText label={t('admin.settings.smsDecision')} help={t('admin.settings.smsDecisionHelp')} value={draft.sms_decision} longest={LONGEST_DECISION}
          fault={words('sms_decision')} onChange={(sms_decision) => change({ sms_decision })} />
      )}
    </SettingsGroup>
  );
}
