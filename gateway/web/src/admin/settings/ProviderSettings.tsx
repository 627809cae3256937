/** Who the provider is, as its patients read it. */
import { CheckboxGroup, FieldError, Label } from 'react-aria-components';
import type { LanguageCode } from '../../api/people';
import { PlainField } from '../../forms/PlainField';
import { useText } from '../../language/useText';
import { TickOption } from '../parts/Tick';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

const LANGUAGES: LanguageCode[] = ['sv', 'en'];

export function ProviderSettings({ state: { draft, words, change } }: { state: SettingsFormState }) {
  const t = useText();
  return (
    <SettingsGroup title={t('admin.settings.provider')} text={t('admin.settings.providerText')}>
      <PlainField label={t('admin.settings.name')} value={draft.name} fault={words('name')} maxLength={100} onChange={(name) => change({ name })} />
      <PlainField label={t('admin.settings.address')} help={t('admin.settings.addressHelp')} isRequired={false} value={draft.address} fault={words('address')}
        maxLength={200} onChange={(address) => change({ address })} />
      <PlainField label={t('admin.settings.phone')} type="tel" isRequired={false} value={draft.phone} fault={words('phone')} maxLength={40}
        onChange={(phone) => change({ phone })} />
      <CheckboxGroup className="field" value={draft.languages} isInvalid={words('languages') !== undefined} validationBehavior="aria"
        onChange={(chosen) => change({ languages: LANGUAGES.filter((language) => chosen.includes(language)) })}>
        <Label className="field-label">{t('admin.settings.languages')}</Label>
        <TickOption value="sv">{t('person.language.sv')}</TickOption>
        <TickOption value="en">{t('person.language.en')}</TickOption>
        <FieldError className="field-error">{words('languages')}</FieldError>
      </CheckboxGroup>
    </SettingsGroup>
  );
}
