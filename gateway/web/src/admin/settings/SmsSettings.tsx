/** Whether patients get SMS, the decision behind it, and whom they come from. */
import { PlainField } from '../../forms/PlainField';
import { useText } from '../../language/useText';
import { LongText } from '../parts/LongText';
import { Tick } from '../parts/Tick';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

const LONGEST_DECISION = 1000;
const LONGEST_SENDER = 11;

export function SmsSettings({ state: { draft, words, change } }: { state: SettingsFormState }) {
  const t = useText();
  return (
    <SettingsGroup title={t('admin.settings.sms')}>
      <Tick isTicked={draft.sms} onChange={(sms) => change({ sms })} help={t('admin.settings.smsHelp')}>{t('admin.settings.smsOn')}</Tick>
      {(draft.sms || draft.sms_decision) && (
        <LongText label={t('admin.settings.smsDecision')} help={t('admin.settings.smsDecisionHelp')} value={draft.sms_decision} longest={LONGEST_DECISION}
          fault={words('sms_decision')} onChange={(sms_decision) => change({ sms_decision })} />
      )}
      {draft.sms && (
        <div className="short-field">
          <PlainField label={t('admin.settings.smsSender')} help={t('admin.settings.smsSenderHelp')} isRequired={false} value={draft.sms_sender}
            fault={words('sms_sender')} maxLength={LONGEST_SENDER} onChange={(sms_sender) => change({ sms_sender })} />
        </div>
      )}
    </SettingsGroup>
  );
}
