/** One's own data being changed: the draft, saving it, and what happens when somebody else saves first. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { isSame, merge } from '../forms/merging';
import { problemCode } from '../api/asking';
import { changeProfile, type Profile } from '../api/people';
import { focusFirstFault } from '../forms/focusFirstFault';
import { useAnnounce } from '../frame/Announcer';
import { useText } from '../language/useText';
import { profileQuestion, questions, sessionQuestion } from '../questions';
import { changeOf, draftOf, fieldOf, type OwnDraft, type OwnField } from './ownDraft';

interface Writing { base: OwnDraft; version: number; draft: OwnDraft }

const writingOf = (profile: Profile): Writing =>
  ({ base: draftOf(profile), version: profile.version, draft: draftOf(profile) });

export function useOwnData(profile: Profile) {
  const form = useRef<HTMLFormElement>(null);
  const [writing, setWriting] = useState<Writing>(() => writingOf(profile));
  const [missing, setMissing] = useState<OwnField | null>(null);
  const [elsewhere, setElsewhere] = useState<OwnField[] | null>(null);
  const saving = useSaving();
  const { draft, base } = writing;
  const code = saving.error ? problemCode(saving.error) : null;

  useEffect(() => {
    if (profile.version === writing.version) return;
    const merged = merge(base, draft, draftOf(profile));
    const isAfterOwnSaving = saving.isSuccess && merged.differing.length === 0;
    setWriting({ base: draftOf(profile), version: profile.version, draft: merged.typed });
    if (!isAfterOwnSaving && !isSame(draft, base)) setElsewhere(merged.differing);
  }, [profile]);

  useEffect(() => {
    if (saving.error) focusFirstFault(form.current);
  }, [saving.error]);

  const change = (part: Partial<OwnDraft>) => {
    setWriting({ ...writing, draft: { ...draft, ...part } });
    setMissing(null);
    if (!saving.isIdle) saving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (saving.isPending) return;
    const isNameless = !draft.name.trim();
    setMissing(isNameless ? 'name' : null);
    setElsewhere(null);
    if (isNameless) focusFirstFault(form.current);
    else saving.mutate(changeOf(draft, writing.version));
  };
  const takeLatest = () => {
    setWriting(writingOf(profile));
    setElsewhere(null);
    saving.reset();
  };
  const refused = code === null ? null : { code, field: fieldOf(code) };
  return {
    form, draft, change, submit, missing, refused, elsewhere, takeLatest,
    isSaving: saving.isPending, isSaved: saving.isSuccess, isUnsaved: !saving.isSuccess && !isSame(draft, base),
  };
}

function useSaving() {
  const t = useText();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: changeProfile,
    onSuccess: async () => {
      await readAgain();
      announce(t('profile.saved'));
    },
    onError: async (problem) => {
      if (problemCode(problem) === 'changed_meanwhile') await readAgain();
    },
  });
}

async function readAgain(): Promise<void> {
  await Promise.all([
    questions.invalidateQueries({ queryKey: profileQuestion.queryKey }),
    questions.invalidateQueries({ queryKey: sessionQuestion.queryKey }),
  ]);
}
