/** What the provider decides about its platform. */
import { ask, guarded } from './asking';
import type { LanguageCode } from './people';
import type { MethodId } from './signingIn';

export interface SettingsFields {
  name: string;
  address: string;
  phone: string;
  brand_colour: string | null;
  sign_in_methods: MethodId[];
  idle_logout_minutes: number;
  sms: boolean;
  sms_decision: string;
  retention_days: number;
  patients_removed_after_months: number | null;
  languages: LanguageCode[];
  email: boolean;
  /** How long before a visit reminders go out. */
  reminder_minutes: number[];
  /** Empty takes the platform's own. */
  sms_sender: string;
}

export interface Settings extends SettingsFields {
  version: number;
  logo: string | null;
  configured_methods: MethodId[];
  changed_at: string | null;
  changed_by: { id: string; name: string | null } | null;
}

export const getSettings = () => ask<Settings>('GET', '/api/settings');
export const changeSettings = (fields: SettingsFields, version: number) => guarded<Settings>('/api/settings', { ...fields, version });
export const changeLogo = (picture: Blob) => guarded<Settings>('/api/settings/logo', picture);
export const removeLogo = () => guarded<Settings>('/api/settings/logo/remove');
