/** The names of some people on one line: a few of them, and how many more there are. */
import type { Participant } from '../api/people';
import { nameWords } from '../language/nameWords';
import type { Text } from '../language/useText';

const MOST_NAMED = 3;

export function namesOf(people: Participant[], t: Text): string {
  const isFew = people.length <= MOST_NAMED + 1;
  const names = people.slice(0, isFew ? people.length : MOST_NAMED).map((person) => nameWords(person, t)).join(', ');
  return isFew ? names : t('visit.andMore', { names, count: people.length - MOST_NAMED });
}
