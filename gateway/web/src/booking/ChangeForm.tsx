/** The form that changes a visit; what somebody else changes meanwhile is shown, and what was written is kept. */
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { PlainField } from '../forms/PlainField';
import { UnsavedGuard } from '../forms/UnsavedGuard';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { ChangedMeanwhile } from './ChangedMeanwhile';
import { ChangeNotes } from './ChangeNotes';
import { FixedStart } from './FixedStart';
import { Overlaps } from './Overlaps';
import { StartField } from './StartField';
import { useChangeForm } from './useChangeForm';
import { VisitFields } from './VisitFields';
import { WhenSummary } from './WhenSummary';

const LONGEST_REASON = 500;

export function ChangeForm({ visit }: { visit: Visit }) {
  const t = useText();
  const me = useMe();
  const { form, draft, reason, setReason, words, unplaced, meanwhile, takeTheirs, leave, isUnsaved, isSaving, change, submit } = useChangeForm(visit);
  const isStarted = visit.state === 'started';
  const becomesGroup = !visit.is_group && draft.patients.length > 1;
  return (
    <form ref={form} className="card booking-form" onSubmit={submit} noValidate>
      {meanwhile.length > 0 && <ChangedMeanwhile changes={meanwhile} visit={visit} onTake={takeTheirs} />}
      {visit.series_id && <Notice kind="info"><p>{t('change.onlyThis')}</p></Notice>}
      <VisitFields draft={{ ...draft, kind: becomesGroup ? 'group' : draft.kind }} words={words} onChange={change}
        patientNote={becomesGroup ? t('booking.becomesGroup') : undefined}>
        {isStarted ? <FixedStart visit={visit} /> : <StartField draft={draft} words={words} onChange={change} />}
      </VisitFields>
      <PlainField label={t('change.reason')} value={reason} maxLength={LONGEST_REASON} isRequired={false} onChange={setReason} />
      <ChangeNotes visit={visit} draft={draft} myId={me.id} />
      {!isStarted && <Overlaps draft={draft} exceptId={visit.id} />}
      {!isStarted && <WhenSummary draft={draft} />}
      {unplaced && <Notice kind="error"><p>{unplaced}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={isSaving}>{t('change.save')}</BusyButton>
        <Button className="button button-outlined" onPress={() => void leave()}>{t('booking.leave')}</Button>
      </div>
      <UnsavedGuard isUnsaved={isUnsaved} title={t('change.unsaved')} stay={t('change.stay')} />
    </form>
  );
}
