/** A booking while it is being written, and which of its fields a refusal is about. */
import type { NewVisit } from '../api/booking';
import { momentInStockholm, nextQuarter } from '../time/stockholm';

export interface Draft { name: string; date: string; time: string; length: string; ownLength: string; patientId: string | null }
export type Field = 'name' | 'date' | 'time' | 'length' | 'patient';
export type Fault = 'missing' | 'notANumber' | 'past';
export type Faults = Partial<Record<Field, Fault>>;

export const PRESET_LENGTHS = ['15', '30', '45', '60'];
export const OWN_LENGTH = 'own';
export const LONGEST_NAME = 120;

export const emptyDraft = (now: number): Draft =>
  ({ name: '', ...nextQuarter(now), length: '30', ownLength: '', patientId: null });

/** What is wrong with a draft before anyone else is asked. */
export function faultsOf(draft: Draft, now: number): Faults {
  const faults: Faults = {};
  if (!draft.name.trim()) faults.name = 'missing';
  if (!draft.date) faults.date = 'missing';
  if (!draft.time) faults.time = 'missing';
  if (draft.length === OWN_LENGTH && !/^[1-9]\d*$/.test(draft.ownLength.trim())) faults.length = 'notANumber';
  if (!draft.patientId) faults.patient = 'missing';
  const startsAt = momentInStockholm(draft.date, draft.time);
  if (startsAt && startsAt.getTime() < now) faults.time = 'past';
  return faults;
}

/** The booking a faultless draft asks for. */
export function bookingOf(draft: Draft): NewVisit {
  return {
    name: draft.name.trim(),
    starts_at: momentInStockholm(draft.date, draft.time)!.toISOString(),
    length_minutes: lengthOf(draft),
    patient_id: draft.patientId!,
  };
}

export const lengthOf = (draft: Draft): number => Number(draft.length === OWN_LENGTH ? draft.ownLength : draft.length);

/** The field a refusal of the gateway belongs to; none for what no single field can mend. */
export function fieldOf(code: string): Field | null {
  const fields: Record<string, Field> = {
    starts_in_the_past: 'time', too_far_ahead: 'date', length_out_of_range: 'length',
    person_unknown: 'patient', person_not_active: 'patient', not_a_patient: 'patient',
  };
  return fields[code] ?? null;
}
