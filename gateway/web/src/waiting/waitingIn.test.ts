import { expect, it } from 'vitest';
import type { Participant } from '../api/people';
import type { Text } from '../language/useText';
import { waitingIn, waitingWords } from './waitingIn';

const people: Participant[] = ['Karl', 'Maria', 'Olle', 'Stina', 'Tove'].map((name) => ({ id: name, name, initials: name[0]! }));
const t: Text = (id, values) => [id, ...Object.values(values ?? {})].join('|');

it('those who wait stand in the order of the visit, and nobody else', () => {
  const waiting = waitingIn({ state: 'booked', patients: people, waiting: ['Olle', 'Karl', 'nobody known'] });

  expect(waiting.map(({ id }) => id)).toEqual(['Karl', 'Olle']);
});

it('nobody waits for a visit that was started', () => {
  expect(waitingIn({ state: 'started', patients: people, waiting: ['Karl'] })).toEqual([]);
});

it('of many who wait the first three are named', () => {
  expect(waitingWords(people.slice(0, 3), t)).toBe('waiting.names|3|Karl, Maria, Olle');
  expect(waitingWords(people, t)).toBe('waiting.namesAndMore|Karl, Maria, Olle|2');
});
