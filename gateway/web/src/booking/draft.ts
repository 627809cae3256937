/** A visit while it is being booked or changed: what is written, and what a faultless draft asks for. */
import type { ChangedVisit, NewVisit, Repeat, VisitDetails } from '../api/booking';
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { momentInStockholm, nextQuarter, wallTime, type Turn } from '../time/stockholm';

export type Kind = 'single' | 'group';

export interface Draft {
  kind: Kind;
  name: string;
  date: string;
  time: string;
  /** Which is meant when the time of day comes twice in a night. */
  turn: Turn;
  length: string;
  ownLength: string;
  staff: Participant[];
  patients: Participant[];
  isRepeated: boolean;
  times: string;
}

export const PRESET_LENGTHS = ['15', '30', '45', '60'];
export const OWN_LENGTH = 'own';
export const LONGEST_NAME = 120;
/** More than this is not advised, more than the other is refused (GRP-7). */
export const MANY_PEOPLE = 20;
export const MOST_PEOPLE = 50;
export const LONGEST_SERIES = 200;

export const emptyDraft = (now: number, staff: Participant[] = [], date?: string): Draft => ({
  kind: 'single', name: '', ...firstTime(now, date), turn: 'earlier', length: '30', ownLength: '',
  staff, patients: [], isRepeated: false, times: '',
});

export function draftOf(visit: Visit): Draft {
  const length = String(visit.length_minutes);
  const isPreset = PRESET_LENGTHS.includes(length);
  return {
    kind: visit.is_group ? 'group' : 'single', name: visit.name, ...wallTime(visit.starts_at),
    length: isPreset ? length : OWN_LENGTH, ownLength: isPreset ? '' : length,
    staff: visit.staff, patients: visit.patients, isRepeated: false, times: '',
  };
}

/** The booking a faultless draft asks for. */
export const bookingOf = (draft: Draft): NewVisit =>
  ({ ...detailsOf(draft), is_group: draft.kind === 'group' || draft.patients.length > 1, repeat: repeatOf(draft) });

/** The change a faultless draft asks for, of the visit as it was last read. */
export function changeOf(draft: Draft, visit: Visit, reason: string): ChangedVisit {
  const details = detailsOf(draft);
  const startsAt = hasSameStart(draft, visit) ? visit.starts_at : details.starts_at;
  return { ...details, starts_at: startsAt, details_version: visit.details_version, reason: reason.trim() || null };
}

/** By the clock on the wall, which shows no seconds. */
export function hasSameStart(draft: Draft, visit: Visit): boolean {
  const { date, time, turn } = wallTime(visit.starts_at);
  return draft.date === date && draft.time === time && draft.turn === turn;
}

export const startOf = ({ date, time, turn }: Draft): Date | null => momentInStockholm(date, time, turn);
export const lengthOf = (draft: Draft): number => Number(draft.length === OWN_LENGTH ? draft.ownLength : draft.length);
export const peopleIn = ({ staff, patients }: Draft): number => staff.length + patients.length;

/** Every week, when that is asked for and how many times is known. */
export const repeatOf = ({ isRepeated, times }: Draft): Repeat | null =>
  isRepeated && isWholeNumber(times) ? { every_weeks: 1, times: Number(times) } : null;

export const isWholeNumber = (written: string): boolean => /^\s*[1-9]\d{0,5}\s*$/.test(written);

function detailsOf(draft: Draft): VisitDetails {
  return {
    name: draft.name.trim(),
    starts_at: startOf(draft)!.toISOString(),
    length_minutes: lengthOf(draft),
    staff_ids: draft.staff.map(({ id }) => id),
    patient_ids: draft.patients.map(({ id }) => id),
  };
}

/** On another day than today people begin in the morning. */
function firstTime(now: number, date: string | undefined): { date: string; time: string } {
  const soon = nextQuarter(now);
  return date && date > soon.date ? { date, time: MORNING } : soon;
}

const MORNING = '09:00';
