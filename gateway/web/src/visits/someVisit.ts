/** A visit for tests: booked for half an hour, with nobody in it and nothing to be done, but for what is given. */
import type { Visit, VisitAbilities } from '../api/care';

const NOTHING: VisitAbilities = {
  start: false, join: false, end: false, cancel: false, change: false,
  mark_missed: false, take_back_missed: false, invite_again: false, open_small_groups: false,
};

export function someVisit({ can, ...given }: Partial<Omit<Visit, 'can'>> & { can?: Partial<VisitAbilities> } = {}): Visit {
  const startsAt = given.starts_at ?? '2026-11-23T10:00:00.000Z';
  const minutes = given.length_minutes ?? 30;
  return {
    id: 'v1', version: 1, details_version: 1, name: 'Återbesök', is_group: false, state: 'booked',
    starts_at: startsAt, length_minutes: minutes, ends_at: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
    started_at: null, ended_at: null, ended_by: null, cancelled_at: null, cancel_reason: null, missed_at: null,
    staff: [], patients: [], people_count: 0, present: [], waiting: [], needs_action: false,
    series_id: null, origin_id: null, origin_cause: null, again_id: null, invite_again_until: null,
    ...given,
    can: { ...NOTHING, ...can },
  };
}
