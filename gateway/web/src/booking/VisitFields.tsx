/** The fields that a booking and a change have in common: who takes part, when, how long, and what it is called. */
import type { ReactNode } from 'react';
import { PlainField } from '../forms/PlainField';
import { useText } from '../language/useText';
import { LONGEST_NAME, MANY_PEOPLE, MOST_PEOPLE, peopleIn, type Draft } from './draft';
import { LengthField } from './LengthField';
import { PeopleField } from './PeopleField';
import type { FaultWords } from './useDraft';

interface VisitFieldsProps {
  draft: Draft;
  words: FaultWords;
  /** The one who cannot be taken out of the staff here. */
  fixedId?: string | undefined;
  patientNote?: string | undefined;
  mostPatients?: number;
  onChange: (part: Partial<Draft>) => void;
  /** The fields of the start, which cannot be moved while the visit is under way. */
  children: ReactNode;
}

export function VisitFields({ draft, words, fixedId, patientNote, mostPatients, onChange, children }: VisitFieldsProps) {
  const t = useText();
  const count = peopleIn(draft);
  const isMany = count > MANY_PEOPLE && count <= MOST_PEOPLE;
  return (
    <>
      <PeopleField group="patients" label={draft.kind === 'group' ? t('booking.patients') : t('booking.patient')} help={t('booking.patientHelp')}
        chosen={draft.patients} fault={words('patients')} note={isMany ? t('booking.manyPeople', { count, most: MANY_PEOPLE }) : patientNote}
        {...(mostPatients && { most: mostPatients })} onChange={(patients) => onChange({ patients })} />
      <PeopleField group="colleagues" label={t('booking.staff')} help={t('booking.staffHelp')} chosen={draft.staff}
        fault={words('staff')} fixedId={fixedId} onChange={(staff) => onChange({ staff })} />
      <PlainField label={t('booking.name')} help={t('booking.nameHelp')} value={draft.name} fault={words('name')}
        maxLength={LONGEST_NAME} onChange={(name) => onChange({ name })} />
      {children}
      <LengthField draft={draft} fault={words('length')} onChange={onChange} />
    </>
  );
}
