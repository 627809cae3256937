/** The form of a booking; its id is made once, so that sending twice books once. */
import { useMutation } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { problemCode } from '../api/asking';
import { bookVisit, type NewVisit } from '../api/booking';
import type { Patient } from '../api/people';
import { focusFirstFault } from '../forms/focusFirstFault';
import { PlainField } from '../forms/PlainField';
import { UnsavedGuard } from '../forms/UnsavedGuard';
import { useAnnounce } from '../frame/Announcer';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useText, type Text } from '../language/useText';
import { refreshVisits } from '../questions';
import { now } from '../time/clock';
import { refusalWords } from '../visits/refusalWords';
import { bookingOf, emptyDraft, faultsOf, fieldOf, LONGEST_NAME, type Draft, type Fault, type Faults, type Field } from './draft';
import { LengthField } from './LengthField';
import { PatientField } from './PatientField';
import { WhenSummary } from './WhenSummary';

export function BookingForm({ patients }: { patients: Patient[] }) {
  const t = useText();
  const { form, draft, isUnsaved, refused, words, booking, change, submit } = useBookingForm();
  return (
    <form ref={form} className="card booking-form" onSubmit={submit} noValidate>
      <PlainField label={t('booking.name')} help={t('booking.nameHelp')} value={draft.name} fault={words('name')}
        maxLength={LONGEST_NAME} onChange={(name) => change({ name })} />
      <PatientField patients={patients} chosen={draft.patientId} fault={words('patient')}
        onChange={(patientId) => change({ patientId })} />
      <div className="side-by-side">
        <PlainField type="date" label={t('booking.date')} value={draft.date} fault={words('date')} onChange={(date) => change({ date })} />
        <PlainField type="time" label={t('booking.time')} value={draft.time} fault={words('time')} onChange={(time) => change({ time })} />
      </div>
      <LengthField draft={draft} fault={words('length')} onChange={change} />
      <WhenSummary draft={draft} />
      {refused && !fieldOf(refused) && <Notice kind="error"><p>{refusalWords(refused, t)}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={booking.isPending}>{t('booking.book')}</BusyButton>
        <Link className="button button-outlined" to="/visits">{t('booking.leave')}</Link>
      </div>
      <UnsavedGuard isUnsaved={isUnsaved} title={t('unsaved.title')} stay={t('unsaved.stay')} />
    </form>
  );
}

function useBookingForm() {
  const t = useText();
  const form = useRef<HTMLFormElement>(null);
  const [first] = useState(() => emptyDraft(now()));
  const [draft, setDraft] = useState<Draft>(first);
  const [faults, setFaults] = useState<Faults>({});
  const booking = useBooking();
  const refused = booking.error ? problemCode(booking.error) : null;

  useEffect(() => {
    if (booking.error) focusFirstFault(form.current);
  }, [booking.error]);

  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setFaults({});
    if (booking.isError) booking.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(draft, now());
    setFaults(found);
    if (Object.keys(found).length > 0) focusFirstFault(form.current);
    else if (!booking.isPending) booking.mutate(bookingOf(draft));
  };
  const words = (field: Field) => faultWords(field, faults[field], refused, t);
  const isUnsaved = !booking.isSuccess && JSON.stringify(draft) !== JSON.stringify(first);
  return { form, draft, isUnsaved, refused, words, booking, change, submit };
}

function useBooking() {
  const t = useText();
  const router = useRouter();
  const announce = useAnnounce();
  const [visitId, setVisitId] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (visit: NewVisit) => bookVisit(visitId, visit),
    onSuccess: async (_, visit) => {
      await refreshVisits(visitId);
      announce(t('booking.done', { name: visit.name }));
      await router.navigate({ to: '/visits', state: { bookedVisitId: visitId }, ignoreBlocker: true });
    },
    onError: (problem) => {
      if (problemCode(problem) === 'id_taken') setVisitId(crypto.randomUUID());
    },
  });
}

function faultWords(field: Field, fault: Fault | undefined, refused: string | null, t: Text): string | undefined {
  if (fault === 'past') return t('refused.startsInThePast');
  if (fault === 'notANumber') return t('booking.lengthFault');
  if (fault === 'missing') {
    const missing: Record<Field, string> = {
      name: t('booking.nameMissing'), date: t('booking.dateMissing'), time: t('booking.timeMissing'),
      length: t('booking.lengthFault'), patient: t('booking.patientMissing'),
    };
    return missing[field];
  }
  return refused && fieldOf(refused) === field ? refusalWords(refused, t) : undefined;
}
