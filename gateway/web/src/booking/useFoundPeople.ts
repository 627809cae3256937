/** Whom a search finds while one writes, without those already chosen, and what to say when it finds nobody. */
import { useQuery } from '@tanstack/react-query';
import { problemCode } from '../api/asking';
import { searchColleagues, searchPatients, type FoundInvitables, type Invitable } from '../api/booking';
import type { Participant } from '../api/people';
import { useSettled } from '../admin/parts/useSettled';
import { useText } from '../language/useText';
import { refusalWords } from '../visits/refusalWords';

export type Group = 'patients' | 'colleagues';

/** Active ones only: nobody else can be invited (BOK-10). */
export const SEARCHES: Record<Group, (text: string) => Promise<FoundInvitables>> = {
  patients: searchPatients,
  colleagues: (text) => searchColleagues(text),
};

const FEWEST_LETTERS = 2;

export function useFoundPeople(group: Group, typed: string, chosen: Participant[]) {
  const t = useText();
  const text = useSettled(typed.trim());
  const isLongEnough = text.length >= FEWEST_LETTERS;
  const found = useQuery({
    queryKey: ['invitables', group, text], queryFn: () => SEARCHES[group](text), enabled: isLongEnough, gcTime: FORGOTTEN_AFTER,
  });
  const isCurrent = isLongEnough && text === typed.trim();
  const all: Invitable[] = (isCurrent && found.data?.people) || [];
  const people = all.filter(({ id }) => !chosen.some((person) => person.id === id));
  return { people, hasMore: people.length > 0 && found.data?.has_more === true, words: emptyWords() };

  function emptyWords(): string {
    if (typed.trim().length < FEWEST_LETTERS) return t('people.writeMore');
    if (found.isError && isCurrent) return refusalWords(problemCode(found.error), t);
    if (!isCurrent || found.isPending) return t('people.searching');
    return all.length > 0 ? t('people.already') : t('people.none');
  }
}

/** What was found is about patients; it is not kept longer than one may want to see it again. */
const FORGOTTEN_AFTER = 30_000;
