import { expect, it } from 'vitest';
import { pastedNumbers } from './pastedNumbers';

it('a column of personnummer is read number by number, each once', () => { // BOK-1
  expect(pastedNumbers('19800101-1231\n199203142389\t800101-1231; 19800101-1231')).toEqual(['19800101-1231', '199203142389', '800101-1231']);
});

it('a hyphen that became a space is still a number', () => {
  expect(pastedNumbers('Erik Lindström 19800101 1231')).toEqual(['19800101-1231']);
});

it.each(['', 'Erik Lindström', '070-174 06 05', '1980-01-01'])('%j has no personnummer', (text) => {
  expect(pastedNumbers(text)).toEqual([]);
});
