/** What is wrong with a draft before anyone else is asked, and which field a refusal of the gateway is about. */
import { isWholeNumber, lengthOf, LONGEST_SERIES, MOST_PEOPLE, OWN_LENGTH, peopleIn, repeatOf, startOf, type Draft } from './draft';
import { lastStart } from './series';

export type Field = 'name' | 'date' | 'time' | 'length' | 'staff' | 'patients' | 'times';
export type Fault = 'missing' | 'notANumber' | 'outOfRange' | 'past' | 'tooFarAhead' | 'onlyOne' | 'tooMany';
export type Faults = Partial<Record<Field, Fault>>;

export const SHORTEST_LENGTH = 5;
export const LONGEST_LENGTH = 480;
const YEARS_AHEAD = 4;

/** `keepsStart` when the start is the one the visit has: it may be in the past, and nobody moves it. */
export function faultsOf(draft: Draft, now: number, keepsStart = false): Faults {
  return { ...namelessness(draft), ...(!keepsStart && startFaults(draft, now)), ...lengthFaults(draft), ...peopleFaults(draft), ...repeatFaults(draft, now) };
}

/** Faults that are shown before anyone has asked to book: waiting would only mean more to take back. */
export const pressingFaults = (draft: Draft): Faults => (peopleIn(draft) > MOST_PEOPLE ? { patients: 'tooMany' } : {});

const namelessness = ({ name }: Draft): Faults => (name.trim() ? {} : { name: 'missing' });

function startFaults(draft: Draft, now: number): Faults {
  const start = startOf(draft);
  if (start && start.getTime() > yearsAfter(now)) return { date: 'tooFarAhead' };
  if (start) return start.getTime() < now ? { time: 'past' } : {};
  return { ...(!draft.date && { date: 'missing' as const }), ...(!draft.time && { time: 'missing' as const }) };
}

function lengthFaults(draft: Draft): Faults {
  if (draft.length === OWN_LENGTH && !isWholeNumber(draft.ownLength)) return { length: 'notANumber' };
  const minutes = lengthOf(draft);
  return minutes < SHORTEST_LENGTH || minutes > LONGEST_LENGTH ? { length: 'outOfRange' } : {};
}

function peopleFaults(draft: Draft): Faults {
  const faults: Faults = draft.staff.length === 0 ? { staff: 'missing' } : {};
  if (draft.patients.length === 0) faults.patients = 'missing';
  else if (draft.kind === 'single' && draft.patients.length > 1) faults.patients = 'onlyOne';
  return { ...faults, ...pressingFaults(draft) };
}

function repeatFaults(draft: Draft, now: number): Faults {
  if (!draft.isRepeated) return {};
  const repeat = repeatOf(draft);
  if (!repeat) return { times: 'notANumber' };
  if (repeat.times < 2 || repeat.times > LONGEST_SERIES) return { times: 'outOfRange' };
  const last = lastStart(draft, repeat);
  return last && last.getTime() > yearsAfter(now) ? { times: 'tooFarAhead' } : {};
}

function yearsAfter(now: number): number {
  const moment = new Date(now);
  return moment.setUTCFullYear(moment.getUTCFullYear() + YEARS_AHEAD);
}

/** The field a refusal of the gateway belongs to; none for what no single field can mend. */
export function fieldOf(code: string): Field | null {
  const fields: Record<string, Field> = {
    starts_in_the_past: 'time', too_far_ahead: 'date', length_out_of_range: 'length',
    person_unknown: 'patients', person_not_active: 'patients', not_a_patient: 'patients', patient_missing: 'patients',
    too_many_people: 'patients', person_twice: 'patients',
    only_staff: 'staff', staff_missing: 'staff', not_for_colleagues: 'staff',
  };
  return fields[code] ?? null;
}
