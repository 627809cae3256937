/** The form of a booking; its id is made once, so that sending twice books once. */
import { useMutation } from '@tanstack/react-query';
import { Link, useRouter, type LinkProps } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { problemCode } from '../api/asking';
import { bookVisit, type NewVisit } from '../api/booking';
import type { Participant } from '../api/people';
import { isSame } from '../forms/merging';
import { UnsavedGuard } from '../forms/UnsavedGuard';
import { useAnnounce } from '../frame/Announcer';
import { BusyButton } from '../frame/BusyButton';
import { Notice } from '../frame/Notice';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { refreshVisits } from '../questions';
import { now } from '../time/clock';
import { bookingOf, emptyDraft } from './draft';
import { KindField } from './KindField';
import { Overlaps } from './Overlaps';
import { RepeatField } from './RepeatField';
import { StartField } from './StartField';
import { useDraft } from './useDraft';
import { VisitFields } from './VisitFields';
import { WhenSummary } from './WhenSummary';

export interface BookingFormProps {
  /** Who takes part from the start; nobody, when an administrator books for others. */
  staff: Participant[];
  /** The day it begins with, unless today. */
  date?: string | undefined;
  /** Where one came from and is led back to, with the new visit's id in the state of the address. */
  back: NonNullable<LinkProps['to']>;
}

export function BookingForm({ staff, date, back }: BookingFormProps) {
  const t = useText();
  const me = useMe();
  const { form, draft, isUnsaved, words, unplaced, isBooking, change, submit } = useBookingForm({ staff, date, back });
  // Only administrators book for others; everyone else takes part (BOK-2).
  const fixedId = me.roles.includes('administrator') ? undefined : me.id;
  return (
    <form ref={form} className="card booking-form" onSubmit={submit} noValidate>
      <KindField kind={draft.kind} onChange={(kind) => change({ kind })} />
      <VisitFields draft={draft} words={words} fixedId={fixedId} {...(draft.kind === 'single' && { mostPatients: 1 })} onChange={change}>
        <StartField draft={draft} words={words} onChange={change} />
      </VisitFields>
      <RepeatField draft={draft} fault={words('times')} onChange={change} />
      <Overlaps draft={draft} />
      <WhenSummary draft={draft} />
      {unplaced && <Notice kind="error"><p>{unplaced}</p></Notice>}
      <div className="form-actions">
        <BusyButton type="submit" className="button button-primary" isBusy={isBooking}>{t('booking.book')}</BusyButton>
        <Link className="button button-outlined" to={back}>{t('booking.leave')}</Link>
      </div>
      <UnsavedGuard isUnsaved={isUnsaved} title={t('unsaved.title')} stay={t('unsaved.stay')} />
    </form>
  );
}

function useBookingForm({ staff, date, back }: BookingFormProps) {
  const [first] = useState(() => emptyDraft(now(), staff, date));
  const booking = useBooking(back);
  const refused = booking.error ? problemCode(booking.error) : null;
  const { draft, change, check, ...rest } = useDraft(() => first, refused, () => { if (booking.isError) booking.reset(); });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!booking.isPending && check()) booking.mutate(bookingOf(draft));
  };
  const isUnsaved = !booking.isSuccess && !isSame(draft, first);
  return { ...rest, draft, change, submit, isUnsaved, isBooking: booking.isPending };
}

function useBooking(back: NonNullable<LinkProps['to']>) {
  const t = useText();
  const router = useRouter();
  const announce = useAnnounce();
  const [visitId, setVisitId] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (visit: NewVisit) => bookVisit(visitId, visit),
    onSuccess: async (ids, visit) => {
      await refreshVisits(visitId);
      announce(ids.length > 1 ? t('booking.doneSeries', { name: visit.name, count: ids.length }) : t('booking.done', { name: visit.name }));
      await router.navigate({ to: back, state: { bookedVisitId: visitId, bookedCount: ids.length }, ignoreBlocker: true });
    },
    onError: (problem) => {
      if (problemCode(problem) === 'id_taken') setVisitId(crypto.randomUUID());
    },
  });
}
