/** What a person is called here; one who was removed from the platform has no name any more. */
import type { Participant } from '../api/people';
import type { Text } from './useText';

export const nameWords = (person: Pick<Participant, 'name'>, t: Text): string => person.name ?? t('person.removed');
