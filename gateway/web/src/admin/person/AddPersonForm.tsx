/** The one form with which patients and colleagues are added. */
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Group, NewPerson } from '../../api/administering';
import { problemCode } from '../../api/asking';
import { focusFirstFault } from '../../forms/focusFirstFault';
import { PlainField } from '../../forms/PlainField';
import { UnsavedGuard } from '../../forms/UnsavedGuard';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { useText, type Text } from '../../language/useText';
import { adminRefusal } from '../parts/refusals';
import { LanguageField } from '../../forms/LanguageField';
import { NumberTaken } from './NumberTaken';
import { EMPTY_PERSON, faultsOf, fieldOf, LONGEST, personOf, type PersonDraft, type PersonFaults, type PersonField } from './personDraft';
import { RightsField } from './RightsField';

type Adding = UseMutationResult<void, Error, NewPerson>;

interface AddPersonFormProps {
  group: Group;
  adding: Adding;
  isAdministrator: boolean;
  /** Whether one comes from the person added before. */
  isAnother: boolean;
}

export function AddPersonForm({ group, adding, isAdministrator, isAnother }: AddPersonFormProps) {
  const t = useText();
  const { form, draft, isUnsaved, words, change, submit } = useAddPersonForm(group, adding, isAdministrator);
  useEffect(() => {
    if (isAnother) form.current?.querySelector('input')?.focus();
  }, []);
  const refused = adding.error ? problemCode(adding.error) : null;
  return (
    <form ref={form} className="card admin-form" onSubmit={submit} noValidate>
      <PlainField label={t('admin.personnummer')} help={t('admin.personnummerHelp')} value={draft.personnummer} fault={words('personnummer')}
        maxLength={LONGEST.personnummer} onChange={(personnummer) => change({ personnummer })} />
      {refused === 'personnummer_taken' && isAdministrator && <NumberTaken personnummer={draft.personnummer} />}
      <PlainField label={t('admin.name')} value={draft.name} fault={words('name')} maxLength={LONGEST.name} onChange={(name) => change({ name })} />
      <div className="side-by-side">
        <PlainField label={t('admin.phone')} help={t('admin.phoneHelp')} type="tel" isRequired={false} value={draft.phone} fault={words('phone')}
          maxLength={LONGEST.phone} onChange={(phone) => change({ phone })} />
        <PlainField label={t('admin.email')} help={t('admin.emailHelp')} type="email" isRequired={false} value={draft.email} fault={words('email')}
          maxLength={LONGEST.email} onChange={(email) => change({ email })} />
      </div>
      <LanguageField chosen={draft.language} onChoose={(language) => change({ language })} />
      {group === 'staff' && (
        <>
          <RightsField rights={draft.rights} fault={words('rights')} onChange={(rights) => change({ rights })} />
          <PlainField label={t('admin.hsaId')} help={t('admin.hsaIdHelp')} isRequired={false} value={draft.hsaId} fault={words('hsaId')}
            maxLength={LONGEST.hsaId} onChange={(hsaId) => change({ hsaId })} />
        </>
      )}
      {refused && !fieldOf(refused) && <Notice kind="error"><p>{adminRefusal(adding.error, t)}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={adding.isPending}>
          {group === 'patients' ? t('admin.addPatient') : t('admin.addStaff')}
        </BusyButton>
      </div>
      <UnsavedGuard isUnsaved={isUnsaved} title={t('admin.unsaved.title')} stay={t('admin.unsaved.stay')} />
    </form>
  );
}

function useAddPersonForm(group: Group, adding: Adding, isAdministrator: boolean) {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<PersonDraft>(EMPTY_PERSON);
  const [faults, setFaults] = useState<PersonFaults>({});
  useEffect(() => {
    if (adding.error) focusFirstFault(form.current);
  }, [adding.error]);

  const change = (part: Partial<PersonDraft>) => {
    setDraft({ ...draft, ...part });
    setFaults({});
    if (adding.isError) adding.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(draft, group);
    setFaults(found);
    if (Object.keys(found).length > 0) focusFirstFault(form.current);
    else if (!adding.isPending) adding.mutate(personOf(draft, group));
  };
  const words = (field: PersonField) => {
    if (faults[field]) return missingWords(field, t);
    const code = problemCode(adding.error);
    if (!adding.error || fieldOf(code) !== field) return undefined;
    return code === 'personnummer_taken' ? takenWords(isAdministrator, t) : adminRefusal(adding.error, t);
  };
  const isUnsaved = !adding.isSuccess && JSON.stringify(draft) !== JSON.stringify(EMPTY_PERSON);
  return { form, draft, isUnsaved, words, change, submit };
}

function missingWords(field: PersonField, t: Text): string {
  if (field === 'personnummer') return t('admin.personnummerMissing');
  return field === 'name' ? t('admin.nameMissing') : t('admin.rightsMissing');
}

// Staff learn no more than that the number is taken; an administrator is told by whom.
const takenWords = (isAdministrator: boolean, t: Text) => (isAdministrator ? t('admin.taken') : t('admin.refused.taken'));
