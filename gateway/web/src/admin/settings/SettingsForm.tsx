/** The form of all settings, in groups of what belongs together. */
import { problemCode } from '../../api/asking';
import type { Settings } from '../../api/settings';
import { UnsavedGuard } from '../../forms/UnsavedGuard';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText } from '../../language/useText';
import { adminRefusal } from '../parts/refusals';
import { DataSettings } from './DataSettings';
import { LogoField } from './LogoField';
import { LookSettings } from './LookSettings';
import { NoticeSettings } from './NoticeSettings';
import { ProviderSettings } from './ProviderSettings';
import { fieldOf } from './settingsDraft';
import { SettingsDifferences } from './SettingsDifferences';
import { SignInSettings } from './SignInSettings';
import { SmsSettings } from './SmsSettings';
import { useSettingsForm } from './useSettingsForm';

export function SettingsForm({ settings }: { settings: Settings }) {
  const t = useText();
  const state = useSettingsForm(settings);
  const { form, base, saving, differing, isUnsaved, submit, logoChanged } = state;
  const refused = saving.error ? problemCode(saving.error) : null;
  return (
    <form ref={form} className="settings-form" onSubmit={submit} noValidate>
      <ProviderSettings state={state} />
      <LookSettings state={state}><LogoField settings={base} onChanged={logoChanged} /></LookSettings>
      <SignInSettings state={state} />
      <NoticeSettings state={state} />
      <SmsSettings state={state} />
      <DataSettings state={state} />
      <div className="settings-save">
        {differing && <SettingsDifferences fields={differing} now={base} />}
        {refused && refused !== 'changed_meanwhile' && !fieldOf(refused) && <Notice kind="error"><p>{adminRefusal(saving.error, t)}</p></Notice>}
        {saving.isSuccess && !isUnsaved && <Notice kind="done"><p>{t('admin.settings.saved')}</p></Notice>}
        <BusyButton type="submit" className="button button-primary" isBusy={saving.isPending}>{t('admin.settings.save')}</BusyButton>
      </div>
      <UnsavedGuard isUnsaved={isUnsaved} title={t('admin.unsaved.title')} stay={t('admin.unsaved.stay')} />
    </form>
  );
}
