import { expect, it } from 'vitest';
import { matchesPerson } from './matchesPerson';

const ERIK = 'Erik Åkesson, 19800101-1234';

it.each(['', 'erik', 'åke', 'kesson erik', '19800101-1234', '198001011234', '800101-12', ERIK])('finds the patient by %j', (typed) => {
  expect(matchesPerson(ERIK, typed)).toBe(true);
});

it.each(['anna', 'ake', '19810101', 'erik 77'])('does not find the patient by %j', (typed) => {
  expect(matchesPerson(ERIK, typed)).toBe(false);
});
