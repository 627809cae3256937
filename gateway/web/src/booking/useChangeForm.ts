/** A change of a visit being written: from which version, what others changed meanwhile, and sending it. */
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { problemCode } from '../api/asking';
import { changeVisit, type ChangedVisit } from '../api/booking';
import type { Visit } from '../api/care';
import { isSame } from '../forms/merging';
import { useAnnounce } from '../frame/Announcer';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { changeOf, draftOf, hasSameStart } from './draft';
import { reconcile, type OtherChange } from './meanwhile';
import { useDraft } from './useDraft';

export function useChangeForm(visit: Visit) {
  const [base, setBase] = useState(visit);
  const [meanwhile, setMeanwhile] = useState<OtherChange[]>([]);
  const [reason, setReason] = useState('');
  const leave = useLeaving(visit);
  const saving = useSaving(visit, leave);
  const code = saving.error ? problemCode(saving.error) : null;
  // The change that came between is told of in full; the bare refusal would say less.
  const refused = code === 'changed_meanwhile' && meanwhile.length > 0 ? null : code;
  const { draft, setDraft, change, check, ...rest } = useDraft(() => draftOf(visit), refused, () => { if (saving.isError) saving.reset(); });
  const isTouched = !isSame(draft, draftOf(base));

  useEffect(() => {
    // While one's own change is on its way what is heard of may be just that.
    if (visit.details_version === base.details_version || saving.isPending || saving.isSuccess) return;
    const { draft: kept, changes } = reconcile(draftOf(base), draft, draftOf(visit));
    setDraft(kept);
    setBase(visit);
    setMeanwhile(changes);
  }, [visit, saving.status]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (saving.isPending) return;
    const keepsStart = visit.state === 'started' || hasSameStart(draft, visit);
    if (!check(keepsStart)) return;
    if (isTouched) saving.mutate(changeOf(draft, visit, reason));
    else void leave();
  };
  const takeTheirs = () => {
    setDraft(draftOf(visit));
    setMeanwhile([]);
    saving.reset();
  };
  return {
    ...rest, draft, change, submit, reason, setReason, meanwhile, takeTheirs, leave,
    isUnsaved: isTouched && !saving.isSuccess, isSaving: saving.isPending,
  };
}

function useSaving(visit: Visit, leave: Leave) {
  const t = useText();
  const me = useMe();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (change: ChangedVisit) => changeVisit(visit.id, change),
    onSuccess: async (_, change) => {
      announce(t('change.done', { name: change.name }));
      // Whoever took themselves out reads nothing of the visit any more; everyone else arrives where it is up to date.
      const staysIn = change.staff_ids.includes(me.id) || !visit.staff.some(({ id }) => id === me.id);
      if (staysIn) await refreshVisits(visit.id);
      await leave({ change });
      if (!staysIn) await refreshVisits();
    },
    onError: () => refreshVisits(visit.id),
  });
}

type Leave = (after?: { change?: ChangedVisit }) => Promise<void>;

/** To the visit for those who belong to it, unless they took themselves out; administrators go back to where they came from. */
function useLeaving(visit: Visit): Leave {
  const router = useRouter();
  const me = useMe();
  return async ({ change } = {}) => {
    const wasMine = [...visit.staff, ...visit.patients].some(({ id }) => id === me.id);
    const isMine = change ? [...change.staff_ids, ...change.patient_ids].includes(me.id) : wasMine;
    const leaving = { replace: true, ignoreBlocker: change !== undefined };
    if (isMine) {
      const state = change ? { changedVisitId: visit.id } : {};
      await router.navigate({ to: '/visits/$visitId', params: { visitId: visit.id }, state, ...leaving });
    } else if (wasMine) await router.navigate({ to: '/visits', ...leaving });
    else if (router.history.canGoBack()) router.history.back(leaving);
    else await router.navigate({ to: '/', ...leaving });
  };
}
