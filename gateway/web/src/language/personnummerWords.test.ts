import { expect, test } from 'vitest';
import { personnummerWords } from './personnummerWords';

// GRP-2
test('a personnummer is written with a hyphen before the last four digits', () => {
  expect(personnummerWords('194603122393')).toBe('19460312-2393');
  expect(personnummerWords('19460312-2393')).toBe('19460312-2393');
});
