/** «Avboka»: asks first, takes a reason if there is one, shows who is affected, and for a series asks how much of it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Label, Text as Help, TextArea, TextField } from 'react-aria-components';
import { problemCode } from '../api/asking';
import { cancelVisit, type CancelScope, type Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { Notice } from '../frame/Notice';
import { Question } from '../frame/Question';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { namesOf } from './namesOf';
import { refusalWords } from './refusalWords';
import { ScopeField } from './ScopeField';

const LONGEST_REASON = 500;

export function CancelVisit({ visit }: { visit: Visit }) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button className="button button-quiet" aria-label={t('cancel.which', { name: visit.name })} onPress={() => setAsking(true)}>
        {t('cancel.button')}
      </Button>
      {isAsking && <CancelQuestion visit={visit} onClose={() => setAsking(false)} />}
    </>
  );
}

export function CancelQuestion({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const t = useText();
  const [reason, setReason] = useState('');
  const [scope, setScope] = useState<CancelScope>('one');
  const cancelling = useCancelling(visit, onClose);
  return (
    <Question
      isOpen isDanger title={t('cancel.title')} confirm={scope === 'one' ? t('cancel.confirm') : t('cancel.confirmAll')} refuse={t('cancel.keep')}
      isBusy={cancelling.isPending} onConfirm={() => cancelling.mutate({ reason: reason.trim(), scope })} onClose={onClose}
    >
      <WhatIsCancelled visit={visit} />
      {visit.series_id && <ScopeField visit={visit} seriesId={visit.series_id} scope={scope} onChange={setScope} />}
      <TextField className="field" value={reason} onChange={setReason} maxLength={LONGEST_REASON}>
        <Label>{t('cancel.reason')}</Label>
        <Help slot="description" className="field-help">{t('cancel.reasonHelp')}</Help>
        <TextArea className="input" rows={3} />
      </TextField>
      {cancelling.isError && <Notice kind="error"><p>{refusalWords(problemCode(cancelling.error), t)}</p></Notice>}
    </Question>
  );
}

function WhatIsCancelled({ visit }: { visit: Visit }) {
  const t = useText();
  const dates = useDates();
  const when = dates.span(visit.starts_at, visit.ends_at);
  const people = namesOf(visit.patients, t);
  return <p>{people ? t('cancel.text', { name: visit.name, people, when }) : t('cancel.textNobody', { name: visit.name, when })}</p>;
}

function useCancelling(visit: Visit, onClose: () => void) {
  const t = useText();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ reason, scope }: { reason: string; scope: CancelScope }) => cancelVisit(visit.id, reason, scope),
    onSuccess: async (count) => {
      onClose();
      announce(count > 1 ? t('cancel.doneMany', { name: visit.name, count }) : t('cancel.done', { name: visit.name }));
      await refreshVisits(count > 1 ? undefined : visit.id);
    },
    onError: () => refreshVisits(visit.id),
  });
}
