/** The settings while they are being changed: numbers as they are typed, and what is wrong with them. */
import type { Settings, SettingsFields } from '../../api/settings';
import { isColour, LEAST_CONTRAST } from '../../look/contrast';
import { contrastToWhite } from './contrast';

export interface SettingsDraft extends Omit<SettingsFields, 'idle_logout_minutes' | 'retention_days' | 'patients_removed_after_months'> {
  idle_logout_minutes: string;
  retention_days: string;
  /** Whether patients who do not come are removed by themselves (Q6). */
  removes_patients: boolean;
  patients_removed_after_months: string;
}

export type SettingsField = keyof SettingsDraft;
export type SettingsFault = 'missing' | 'range' | 'colour' | 'contrast' | 'sender';
export type SettingsFaults = Partial<Record<SettingsField, SettingsFault>>;

export const HOUSE_COLOUR = '#0b5a55';
export const LIMITS = { idle_logout_minutes: [5, 720], retention_days: [1, 3650], patients_removed_after_months: [6, 120] } as const;
const USUAL_MONTHS = '24';
/** What operators take as a name instead of a number; nothing is the platform's own. */
const SENDER = /^([A-Za-z][A-Za-z0-9]{2,10})?$/;

export const draftOf = (settings: Settings): SettingsDraft => ({
  name: settings.name,
  address: settings.address,
  phone: settings.phone,
  brand_colour: settings.brand_colour,
  sign_in_methods: settings.sign_in_methods,
  idle_logout_minutes: String(settings.idle_logout_minutes),
  sms: settings.sms,
  sms_decision: settings.sms_decision,
  retention_days: String(settings.retention_days),
  removes_patients: settings.patients_removed_after_months !== null,
  patients_removed_after_months: String(settings.patients_removed_after_months ?? USUAL_MONTHS),
  languages: settings.languages,
  email: settings.email,
  reminder_minutes: settings.reminder_minutes,
  sms_sender: settings.sms_sender,
});

export function fieldsOf(draft: SettingsDraft): SettingsFields {
  const { removes_patients, ...fields } = draft;
  return {
    ...fields,
    name: draft.name.trim(),
    address: draft.address.trim(),
    phone: draft.phone.trim(),
    sms_decision: draft.sms_decision.trim(),
    sms_sender: draft.sms_sender.trim(),
    brand_colour: draft.brand_colour?.toLowerCase() ?? null,
    idle_logout_minutes: Number(draft.idle_logout_minutes),
    retention_days: Number(draft.retention_days),
    patients_removed_after_months: removes_patients ? Number(draft.patients_removed_after_months) : null,
  };
}

/** What is wrong before the gateway is asked. */
export function faultsOf(draft: SettingsDraft): SettingsFaults {
  const faults: SettingsFaults = {};
  if (!draft.name.trim()) faults.name = 'missing';
  const colour = colourFault(draft.brand_colour);
  if (colour) faults.brand_colour = colour;
  if (draft.sign_in_methods.length === 0) faults.sign_in_methods = 'missing';
  if (!isWithin(draft.idle_logout_minutes, LIMITS.idle_logout_minutes)) faults.idle_logout_minutes = 'range';
  if (draft.sms && !draft.sms_decision.trim()) faults.sms_decision = 'missing';
  if (!SENDER.test(draft.sms_sender.trim())) faults.sms_sender = 'sender';
  if (!isWithin(draft.retention_days, LIMITS.retention_days)) faults.retention_days = 'range';
  if (draft.removes_patients && !isWithin(draft.patients_removed_after_months, LIMITS.patients_removed_after_months)) {
    faults.patients_removed_after_months = 'range';
  }
  if (draft.languages.length === 0) faults.languages = 'missing';
  return faults;
}

export function colourFault(colour: string | null): 'colour' | 'contrast' | null {
  if (colour === null) return null;
  if (!isColour(colour)) return 'colour';
  return contrastToWhite(colour) < LEAST_CONTRAST ? 'contrast' : null;
}

/** The field a refusal of the gateway belongs to; none for what no single field can mend. */
export function fieldOf(code: string): SettingsField | null {
  const fields: Record<string, SettingsField> = {
    colour_contrast_too_low: 'brand_colour', sms_decision_missing: 'sms_decision', method_not_configured: 'sign_in_methods', phone_invalid: 'phone',
  };
  return fields[code] ?? null;
}

const isWithin = (typed: string, [least, most]: readonly [number, number]) =>
  /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;
