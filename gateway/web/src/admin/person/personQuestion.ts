/** One person, read anew whenever somebody opens the page; and what else must be asked again after a change. */
import { queryOptions } from '@tanstack/react-query';
import { getPerson } from '../../api/administering';
import type { Profile } from '../../api/people';
import { questions } from '../../questions';

// Each reading stands in the access log, so it is made when somebody opens the page and after a change, not by itself.
export const personQuestion = (personId: string) => queryOptions({
  queryKey: ['person', personId], queryFn: () => getPerson(personId),
  staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false,
});

export const readPersonAgain = (personId: string): Promise<Profile> =>
  questions.fetchQuery({ ...personQuestion(personId), staleTime: 0 });

/** A removed person cannot be read any more; the page still knows whom it was about. */
export const rememberAsRemoved = (person: Profile): void => {
  questions.setQueryData(personQuestion(person.id).queryKey, { ...person, status: 'removed' });
};

/** Whatever may show the person, oneself among them, is asked anew. */
export function forgetLists(): void {
  for (const list of ['people', 'patients', 'contacts', 'visits', 'profile', 'session']) void questions.invalidateQueries({ queryKey: [list] });
}
