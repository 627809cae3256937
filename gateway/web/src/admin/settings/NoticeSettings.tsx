/** When patients are reminded of a visit, and whether notices go by e-mail. */
import { CheckboxGroup, Label, Text as Help } from 'react-aria-components';
import { useText } from '../../language/useText';
import { Tick, TickOption } from '../parts/Tick';
import { inOrder, MOST_REMINDERS, reminderChoices, reminderWords } from './reminders';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

export function NoticeSettings({ state: { base, draft, change } }: { state: SettingsFormState }) {
  const t = useText();
  const chosen = draft.reminder_minutes;
  const isFull = chosen.length >= MOST_REMINDERS;
  return (
    <SettingsGroup title={t('admin.settings.notices')} text={t('admin.settings.noticesText')}>
      <Tick isTicked={draft.email} onChange={(email) => change({ email })} help={t('admin.settings.emailHelp')}>{t('admin.settings.emailOn')}</Tick>
      <CheckboxGroup className="field" value={chosen.map(String)} onChange={(minutes) => change({ reminder_minutes: inOrder(minutes.map(Number)) })}>
        <Label className="field-label">{t('admin.settings.reminders')}</Label>
        <Help slot="description" className="field-help">{t('admin.settings.remindersHelp', { most: MOST_REMINDERS })}</Help>
        <div className="reminder-choices">
          {reminderChoices(base.reminder_minutes).map((minutes) => (
            <TickOption key={minutes} value={String(minutes)} isDisabled={isFull && !chosen.includes(minutes)}>{reminderWords(minutes, t)}</TickOption>
          ))}
        </div>
      </CheckboxGroup>
    </SettingsGroup>
  );
}
