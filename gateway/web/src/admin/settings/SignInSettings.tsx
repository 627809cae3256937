/** How one signs in, and when one is signed out by oneself. */
import { CheckboxGroup, FieldError, Label } from 'react-aria-components';
import type { MethodId } from '../../api/signingIn';
import { PlainField } from '../../forms/PlainField';
import { useText } from '../../language/useText';
import { TickOption } from '../parts/Tick';
import { SettingsGroup } from './SettingsGroup';
import type { SettingsFormState } from './useSettingsForm';

const METHODS: MethodId[] = ['bankid', 'oidc', 'demo'];

export function SignInSettings({ state: { base, draft, words, change } }: { state: SettingsFormState }) {
  const t = useText();
  const names: Record<MethodId, string> = { bankid: t('admin.method.bankid'), oidc: t('admin.method.oidc'), demo: t('demo.title') };
  // The demo's sign-in is nothing to offer where it is not set up.
  const offered = METHODS.filter((method) => method !== 'demo' || base.configured_methods.includes('demo'));
  return (
    <SettingsGroup title={t('admin.settings.signIn')}>
      <CheckboxGroup className="field" value={draft.sign_in_methods} isInvalid={words('sign_in_methods') !== undefined} validationBehavior="aria"
        onChange={(chosen) => change({ sign_in_methods: METHODS.filter((method) => chosen.includes(method)) })}>
        <Label className="field-label">{t('admin.settings.methods')}</Label>
        {offered.map((method) => {
          const isConfigured = base.configured_methods.includes(method);
          return (
            <TickOption key={method} value={method} isDisabled={!isConfigured} help={isConfigured ? undefined : t('admin.settings.methodNotConfigured')}>
              {names[method]}
            </TickOption>
          );
        })}
        <FieldError className="field-error">{words('sign_in_methods')}</FieldError>
      </CheckboxGroup>
      <div className="number-field">
        <PlainField label={t('admin.settings.idle')} help={t('admin.settings.idleHelp')} inputMode="numeric" value={draft.idle_logout_minutes}
          fault={words('idle_logout_minutes')} maxLength={3} onChange={(idle_logout_minutes) => change({ idle_logout_minutes })} />
      </div>
    </SettingsGroup>
  );
}
