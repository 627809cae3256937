/** Who waits for a visit that has not started, in the visit's own order. */
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import { nameWords } from '../language/nameWords';
import type { Text } from '../language/useText';

const MOST_NAMES = 3;

/** Only colleagues are told; for everyone else the list is empty. */
export const waitingIn = (visit: Pick<Visit, 'patients' | 'waiting' | 'state'>): Participant[] =>
  visit.state === 'booked' ? visit.patients.filter(({ id }) => visit.waiting.includes(id)) : [];

/** «Karl Johansson väntar»; of many the first ones by name. */
export function waitingWords(people: Participant[], t: Text): string {
  const names = people.map((person) => nameWords(person, t));
  const more = names.length - MOST_NAMES;
  if (more <= 0) return t('waiting.names', { count: names.length, names: names.join(', ') });
  return t('waiting.namesAndMore', { names: names.slice(0, MOST_NAMES).join(', '), more });
}
