/** The settings' form at work: what is typed, what is wrong, saving, and what somebody else changed meanwhile. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { problemCode } from '../../api/asking';
import { changeSettings, type Settings } from '../../api/settings';
import { focusFirstFault } from '../../forms/focusFirstFault';
import { useAnnounce } from '../../frame/Announcer';
import { useText } from '../../language/useText';
import { isSame, merge } from '../../forms/merging';
import { adminRefusal } from '../parts/refusals';
import { faultWords } from './faultWords';
import { draftOf, faultsOf, fieldOf, fieldsOf, type SettingsDraft, type SettingsFaults, type SettingsField } from './settingsDraft';
import { readSettingsAgain, rememberSettings } from './settingsQuestion';

export type SettingsFormState = ReturnType<typeof useSettingsForm>;

export function useSettingsForm(settings: Settings) {
  const t = useText();
  const announce = useAnnounce();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [faults, setFaults] = useState<SettingsFaults>({});
  const [differing, setDiffering] = useState<SettingsField[] | null>(null);

  /** Goes on from newer settings without losing what is typed. */
  const takeOver = (latest: Settings) => {
    const merged = merge(draftOf(base), draft, draftOf(latest));
    setBase(latest);
    setDraft(merged.typed);
    rememberSettings(latest);
    return merged.differing;
  };
  const saving = useMutation({
    mutationFn: () => changeSettings(fieldsOf(draft), base.version),
    onSuccess: (saved) => {
      setBase(saved);
      setDraft(draftOf(saved));
      setDiffering(null);
      rememberSettings(saved);
      announce(t('admin.settings.saved'));
    },
    onError: async (problem) => {
      if (problemCode(problem) === 'changed_meanwhile') setDiffering(takeOver(await readSettingsAgain()));
      else focusFirstFault(form.current);
    },
  });
  const change = (part: Partial<SettingsDraft>) => {
    setDraft({ ...draft, ...part });
    setFaults({});
    setDiffering(null);
    if (!saving.isPending) saving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(draft);
    setFaults(found);
    if (Object.keys(found).length > 0) focusFirstFault(form.current);
    else if (!saving.isPending) saving.mutate();
  };
  const words = (field: SettingsField): string | undefined => {
    const fault = faults[field];
    if (fault) return faultWords(field, fault, t);
    return saving.error && fieldOf(problemCode(saving.error)) === field ? adminRefusal(saving.error, t) : undefined;
  };
  const logoChanged = (latest: Settings) => {
    const differs = takeOver(latest);
    if (differs.length > 0) setDiffering(differs);
  };
  const isUnsaved = !isSame(draft, draftOf(base));
  return { form, base, draft, saving, differing, isUnsaved, words, change, submit, logoChanged };
}
