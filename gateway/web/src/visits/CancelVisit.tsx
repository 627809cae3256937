/** «Avboka»: asks first, takes a reason if there is one, and shows who is affected. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Label, Text as Help, TextArea, TextField } from 'react-aria-components';
import { problemCode } from '../api/asking';
import { cancelVisit, type Visit } from '../api/care';
import { useAnnounce } from '../frame/Announcer';
import { Notice } from '../frame/Notice';
import { Question } from '../frame/Question';
import { useDates } from '../language/useDates';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { refusalWords } from './refusalWords';

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

function CancelQuestion({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const t = useText();
  const dates = useDates();
  const announce = useAnnounce();
  const [reason, setReason] = useState('');
  const cancelling = useMutation({
    mutationFn: () => cancelVisit(visit.id, reason.trim()),
    onSuccess: async () => {
      onClose();
      announce(t('cancel.done', { name: visit.name }));
      await refreshVisits(visit.id);
    },
    onError: () => refreshVisits(visit.id),
  });
  return (
    <Question
      isOpen isDanger title={t('cancel.title')} confirm={t('cancel.confirm')} refuse={t('cancel.keep')}
      isBusy={cancelling.isPending} onConfirm={() => cancelling.mutate()} onClose={onClose}
    >
      <p>{t('cancel.text', {
        name: visit.name,
        people: visit.patients.map((person) => nameWords(person, t)).join(', '),
        when: dates.span(visit.starts_at, visit.ends_at),
      })}</p>
      <TextField className="field" value={reason} onChange={setReason} maxLength={LONGEST_REASON}>
        <Label>{t('cancel.reason')}</Label>
        <Help slot="description" className="field-help">{t('cancel.reasonHelp')}</Help>
        <TextArea className="input" rows={3} />
      </TextField>
      {cancelling.isError && <Notice kind="error"><p>{refusalWords(problemCode(cancelling.error), t)}</p></Notice>}
    </Question>
  );
}
