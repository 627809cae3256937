/** A person's data, with «Uppdatera användare»; what somebody else changed meanwhile is shown, and nothing typed is lost. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { changePerson, type ChangedPerson } from '../../api/administering';
import { problemCode } from '../../api/asking';
import type { Profile } from '../../api/people';
import { focusFirstFault } from '../../forms/focusFirstFault';
import { PlainField } from '../../forms/PlainField';
import { UnsavedGuard } from '../../forms/UnsavedGuard';
import { useAnnounce } from '../../frame/Announcer';
import { BusyButton } from '../../frame/BusyButton';
import { Notice } from '../../frame/Notice';
import { personnummerWords } from '../../language/personnummerWords';
import { useText } from '../../language/useText';
import { merge } from '../../forms/merging';
import { adminRefusal } from '../parts/refusals';
import { Differences } from './Differences';
import { LanguageField } from '../../forms/LanguageField';
import { fieldOf, LONGEST } from './personDraft';
import { forgetLists, readPersonAgain } from './personQuestion';
import { changeOf, draftOf, type ProfileDraft } from './profileDraft';

export function ProfileForm({ person }: { person: Profile }) {
  const t = useText();
  const { form, draft, saving, differing, isDone, isUnsaved, words, change, submit } = useProfileForm(person);
  const refused = saving.error ? problemCode(saving.error) : null;
  const isOpenRefusal = refused && refused !== 'changed_meanwhile' && !fieldOf(refused);
  return (
    <form ref={form} className="admin-fields" onSubmit={submit} noValidate>
      <PlainField label={t('admin.personnummer')} help={t('admin.personnummerFixed')} isReadOnly isRequired={false} value={personnummerWords(person.personnummer)} />
      <PlainField label={t('admin.name')} value={draft.name} fault={words('name')} maxLength={LONGEST.name} onChange={(name) => change({ name })} />
      <PlainField label={t('admin.phone')} help={t('admin.phoneHelp')} type="tel" isRequired={false} value={draft.phone} fault={words('phone')}
        maxLength={LONGEST.phone} onChange={(phone) => change({ phone })} />
      <PlainField label={t('admin.email')} help={t('admin.emailHelp')} type="email" isRequired={false} value={draft.email} fault={words('email')}
        maxLength={LONGEST.email} onChange={(email) => change({ email })} />
      {!person.roles.includes('patient') && (
        <PlainField label={t('admin.hsaId')} help={t('admin.hsaIdHelp')} isRequired={false} value={draft.hsaId} fault={words('hsaId')}
          maxLength={LONGEST.hsaId} onChange={(hsaId) => change({ hsaId })} />
      )}
      <LanguageField chosen={draft.language} onChoose={(language) => change({ language })} />
      {differing && <Differences fields={differing} now={draftOf(person)} onTake={() => change(draftOf(person))} />}
      {isOpenRefusal && <Notice kind="error"><p>{adminRefusal(saving.error, t)}</p></Notice>}
      {isDone && <Notice kind="done"><p>{t('admin.person.saved')}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={saving.isPending}>{t('admin.person.save')}</BusyButton>
      </div>
      <UnsavedGuard isUnsaved={isUnsaved} title={t('admin.unsaved.title')} stay={t('admin.unsaved.stay')} />
    </form>
  );
}

function useProfileForm(person: Profile) {
  const t = useText();
  const announce = useAnnounce();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(person);
  const [draft, setDraft] = useState(() => draftOf(person));
  const [isNameMissing, setNameMissing] = useState(false);
  const [differing, setDiffering] = useState<(keyof ProfileDraft)[] | null>(null);

  const takeOver = (latest: Profile) => {
    const merged = merge(draftOf(base), draft, draftOf(latest));
    setBase(latest);
    setDraft(merged.typed);
    return merged.differing;
  };
  const saving = useMutation({
    mutationFn: (change: ChangedPerson) => changePerson(person.id, change),
    onSuccess: async () => {
      const latest = await readPersonAgain(person.id);
      setBase(latest);
      setDraft(draftOf(latest));
      setDiffering(null);
      announce(t('admin.person.saved'));
      forgetLists();
    },
    onError: async (problem) => {
      if (problemCode(problem) === 'changed_meanwhile') setDiffering(takeOver(await readPersonAgain(person.id)));
      else focusFirstFault(form.current);
    },
  });
  const change = (part: Partial<ProfileDraft>) => {
    setDraft({ ...draft, ...part });
    setNameMissing(false);
    setDiffering(null);
    if (!saving.isPending) saving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isMissing = !draft.name.trim();
    setNameMissing(isMissing);
    if (isMissing) focusFirstFault(form.current);
    else if (!saving.isPending) saving.mutate(changeOf(draft, base.version));
  };
  const words = (field: keyof ProfileDraft) => {
    if (field === 'name' && isNameMissing) return t('admin.nameMissing');
    return saving.error && fieldOf(problemCode(saving.error)) === field ? adminRefusal(saving.error, t) : undefined;
  };
  const isUnsaved = JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  return { form, draft, saving, differing, isDone: saving.isSuccess && !isUnsaved, isUnsaved, words, change, submit };
}
