import { expect, it } from 'vitest';
import { isColour } from '../../look/contrast';
import { contrastFigure } from './contrast';

it('a figure that is not enough is never shown as enough', () => {
  expect(contrastFigure(4.499)).toBe(4.4);
});

it('a colour is six hexadecimal digits', () => {
  expect(isColour('#0B5A55')).toBe(true);
  expect(isColour('0b5a55')).toBe(false);
  expect(isColour('#0b5')).toBe(false);
});
