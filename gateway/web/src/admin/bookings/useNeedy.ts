/** The bookings that need a decision, those of one participant when one is searched for. */
import { useQuery } from '@tanstack/react-query';
import type { Tab } from '../../api/care';
import { attentionQuestion } from '../../questions';
import { useNow } from '../../time/useNow';
import { bookingsQuestion } from './bookingQuestions';
import { hasPerson } from './bookingsView';
import { tabOf } from './tabOf';

const MINUTE_TICK = 15_000;

export type Needy = ReturnType<typeof useNeedy>;

export function useNeedy(sought: string | null) {
  const now = useNow(MINUTE_TICK);
  const all = useQuery(attentionQuestion);
  const search = useQuery({ ...bookingsQuestion('future', sought, null), enabled: sought !== null });
  const person = search.data?.person;
  const ofPerson = all.data?.filter((visit) => person && hasPerson(visit, person.id));
  const visits = (sought === null ? all.data : ofPerson) ?? [];
  return {
    count: all.data?.length,
    problem: [all, search].find((asked) => asked.isError && !asked.data),
    isPending: all.isPending || (sought !== null && search.isPending),
    person: sought === null ? undefined : person,
    inTab: (tab: Tab) => visits.filter((visit) => tabOf(visit, now) === tab),
  };
}
