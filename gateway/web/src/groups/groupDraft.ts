/** Small groups while staff put them together: who goes to which, before anything is opened. */
import type { NewSmallGroup, Visit } from '../api/care';
import { deal } from './dealing';

/** `places` maps a patient to a group by its place; whoever is missing stays in the big group. */
export interface GroupDraft {
  /** One per group that may be made, chosen once: pressing again after a lost answer opens the same ones. */
  ids: string[];
  count: number;
  places: Record<string, number>;
  /** Which staff belong to each group, by its place. */
  staff: string[][];
}

export const MOST_GROUPS = 25;

export function emptyDraft(visit: Pick<Visit, 'staff' | 'patients'>, newId: () => string): GroupDraft {
  const staff = visit.staff.map(({ id }) => id);
  const every = Array.from({ length: mostGroups(visit) }, () => 0);
  return { ids: every.map(newId), count: Math.min(2, mostGroups(visit)), places: {}, staff: every.map(() => staff) };
}

export const mostGroups = (visit: Pick<Visit, 'patients'>): number => Math.min(MOST_GROUPS, Math.max(1, visit.patients.length));

export const dealt = (draft: GroupDraft, patientIds: readonly string[]): GroupDraft => ({
  ...draft,
  places: Object.fromEntries(deal(patientIds, draft.count).flatMap((ids, group) => ids.map((id) => [id, group]))),
});

export function placed(draft: GroupDraft, patientId: string, group: number | null): GroupDraft {
  const { [patientId]: _, ...others } = draft.places;
  return { ...draft, places: group === null ? others : { ...others, [patientId]: group } };
}

/** Fewer groups leave the people of the last ones in the big group. */
export function withCount(draft: GroupDraft, count: number): GroupDraft {
  const kept = Object.entries(draft.places).filter(([, group]) => group < count);
  return { ...draft, count, places: Object.fromEntries(kept) };
}

export const withStaff = (draft: GroupDraft, group: number, staffIds: string[]): GroupDraft =>
  ({ ...draft, staff: draft.staff.map((ids, place) => (place === group ? staffIds : ids)) });

export const membersOf = (draft: GroupDraft, group: number): string[] =>
  Object.keys(draft.places).filter((id) => draft.places[id] === group);

/** The groups somebody was put in, as the gateway is asked to open them. */
export function groupsOf(draft: GroupDraft, nameOf: (place: number) => string): NewSmallGroup[] {
  const places = Array.from({ length: draft.count }, (_, place) => place).filter((place) => membersOf(draft, place).length > 0);
  return places.map((place) => ({
    visit_id: draft.ids[place]!, name: nameOf(place), staff_ids: draft.staff[place]!, patient_ids: membersOf(draft, place),
  }));
}
