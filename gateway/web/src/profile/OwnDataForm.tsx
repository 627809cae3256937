/** The form of one's own data: everything but the personnummer, and for colleagues not the name. */
import type { Profile } from '../api/people';
import { LanguageField } from '../forms/LanguageField';
import { PlainField } from '../forms/PlainField';
import { UnsavedGuard } from '../forms/UnsavedGuard';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useMe } from '../frame/SignedIn';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { ChangedElsewhere } from './ChangedElsewhere';
import { LONGEST, type OwnField } from './ownDraft';
import { failureWords, faultWords } from './profileWords';
import { useOwnData } from './useOwnData';

export function OwnDataForm({ profile }: { profile: Profile }) {
  const t = useText();
  const isPatient = useMe().roles.includes('patient');
  const own = useOwnData(profile);
  const { draft, change } = own;
  const fault = (field: OwnField) => faultWords(field, own.missing, own.refused, t);
  return (
    <form ref={own.form} className="card booking-form" onSubmit={own.submit} noValidate aria-labelledby="own-data">
      <h2 id="own-data">{t('profile.data')}</h2>
      {isPatient
        ? <PlainField label={t('profile.name')} autoComplete="name" value={draft.name} maxLength={LONGEST.name} fault={fault('name')}
          onChange={(name) => change({ name })} />
        : <Fixed label={t('profile.name')} words={draft.name} help={t('profile.nameFixed')} />}
      <Fixed label={t('profile.personnummer')} words={personnummerWords(profile.personnummer)} help={t('profile.personnummerFixed')} isNumber />
      {profile.hsa_id && <Fixed label={t('profile.hsaId')} words={profile.hsa_id} isNumber />}
      <PlainField type="tel" label={t('profile.phone')} help={t('profile.phoneHelp')} autoComplete="tel" isRequired={false} value={draft.phone}
        maxLength={LONGEST.phone} fault={fault('phone')} onChange={(phone) => change({ phone })} />
      <PlainField type="email" label={t('profile.email')} autoComplete="email" isRequired={false} value={draft.email}
        maxLength={LONGEST.email} fault={fault('email')} onChange={(email) => change({ email })} />
      <LanguageField chosen={draft.language} onChoose={(language) => change({ language })} />
      {own.elsewhere && <ChangedElsewhere fields={own.elsewhere} latest={profile} onTake={own.takeLatest} />}
      {own.refused && fault(own.refused.field ?? 'language') === undefined && own.refused.code !== 'changed_meanwhile' && (
        <Notice kind="error"><p>{failureWords(own.refused.code, t)}</p></Notice>
      )}
      {own.isSaved && <Notice kind="done"><p>{t('profile.saved')}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={own.isSaving}>{t('profile.save')}</BusyButton>
      </div>
      <UnsavedGuard isUnsaved={own.isUnsaved} title={t('profile.unsavedTitle')} stay={t('profile.unsavedStay')} />
    </form>
  );
}

function Fixed({ label, words, help, isNumber = false }: { label: string; words: string; help?: string; isNumber?: boolean }) {
  return (
    <dl className="fixed-field">
      <dt className="field-label">{label}</dt>
      <dd className={isNumber ? 'number' : undefined}>{words}</dd>
      {help && <dd className="fixed-help">{help}</dd>}
    </dl>
  );
}
