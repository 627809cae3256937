import { expect, it } from 'vitest';
import { knownAs, whoIsHere } from './whoIsHere';

const person = (id: string, name: string) => ({ id, name, initials: name });
const visit = { staff: [person('1', 'Anna Holm')], patients: [person('2', 'KJ'), person('3', 'KJ 2'), person('4', 'ML')] };
const remote = (id: string) => ({ id, camera: undefined, sounds: [], microphoneOn: true, isSpeaking: false });

it('everyone of the visit is either here or not, by the ids that media tells', () => { // GRP-1
  const { here, notHere } = whoIsHere(visit, { phase: 'inside', others: [remote('3'), remote('1')] }, '4');

  expect(here.map(({ name }) => name)).toEqual(['Anna Holm', 'KJ 2', 'ML']);
  expect(notHere.map(({ name }) => name)).toEqual(['KJ']);
});

it('nobody is here, oneself included, before the room was entered', () => {
  expect(whoIsHere(visit, { phase: 'entering', others: [] }, '4').here).toEqual([]);
});

it('two with the same initials are told apart by their ids', () => { // Q10
  expect([knownAs(visit, '2')?.initials, knownAs(visit, '3')?.initials]).toEqual(['KJ', 'KJ 2']);
  expect(knownAs(visit, 'somebody else')).toBeUndefined();
});
