import { describe, expect, it } from 'vitest';
import type { Settings } from '../../api/settings';
import { draftOf, faultsOf, fieldsOf, HOUSE_COLOUR } from './settingsDraft';
import { LEAST_CONTRAST } from '../../look/contrast';
import { contrastToWhite } from './contrast';

const SETTINGS: Settings = {
  name: 'Demo vårdcentral', address: '', phone: '', brand_colour: null, sign_in_methods: ['demo'], idle_logout_minutes: 120, sms: false,
  sms_decision: '', retention_days: 90, patients_removed_after_months: null, languages: ['sv', 'en'], email: true, reminder_minutes: [1440, 60],
  sms_sender: '', version: 3, logo: null,
  configured_methods: ['demo'], changed_at: null, changed_by: null,
};
const DRAFT = draftOf(SETTINGS);

describe('the settings', () => {
  it('are sent as they were read when nothing is typed', () => {
    const { version, logo, configured_methods, changed_at, changed_by, ...fields } = SETTINGS;

    expect(fieldsOf(DRAFT)).toEqual(fields);
    expect(faultsOf(DRAFT)).toEqual({});
  });

  it('need a colour on which white can be read', () => {
    expect(faultsOf({ ...DRAFT, brand_colour: '#f4c766' })).toEqual({ brand_colour: 'contrast' });
    expect(faultsOf({ ...DRAFT, brand_colour: 'green' })).toEqual({ brand_colour: 'colour' });
    expect(contrastToWhite(HOUSE_COLOUR)).toBeGreaterThan(LEAST_CONTRAST);
  });

  it('need the decision behind SMS, one way to sign in and one language', () => {
    expect(faultsOf({ ...DRAFT, sms: true, sign_in_methods: [], languages: [] }))
      .toEqual({ sms_decision: 'missing', sign_in_methods: 'missing', languages: 'missing' });
  });

  it.each(['Vc', '1Norrvik', 'Norrviks vc', 'Vårdcentral', 'Norrvikscentral'])('do not take %s as the sender of SMS', (sms_sender) => { // NOT-1
    expect(faultsOf({ ...DRAFT, sms_sender })).toEqual({ sms_sender: 'sender' });
    expect(faultsOf({ ...DRAFT, sms_sender: ' NorrvikVC ' })).toEqual({});
  });

  it.each(['4', '721', '', '2,5', 'tio'])('keep the idle time within its limits: %s', (idle_logout_minutes) => { // SES-1
    expect(faultsOf({ ...DRAFT, idle_logout_minutes })).toEqual({ idle_logout_minutes: 'range' });
  });

  it('remove patients by themselves only when that is chosen', () => { // Q6
    expect(fieldsOf({ ...DRAFT, removes_patients: true, patients_removed_after_months: '36' }).patients_removed_after_months).toBe(36);
    expect(fieldsOf({ ...DRAFT, patients_removed_after_months: 'x' }).patients_removed_after_months).toBeNull();
  });
});
