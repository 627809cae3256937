import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { qrPath } from './qrPath';

const TEXT = 'bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8';

function squaresOf(path: string, size: number): boolean[][] {
  const squares = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = Number(x); at < Number(x) + Number(width); at += 1) squares[Number(y)]![at] = true;
  }
  return squares;
}

it('the drawing is the code, square by square, with a light edge around it', () => {
  const { size, path } = qrPath(TEXT);

  expect(squaresOf(path, size)).toEqual(encode(TEXT, { ecc: 'L', border: 4 }).data);
  expect(squaresOf(path, size).slice(0, 4).flat().some(Boolean)).toBe(false);
});

it('each second\'s text is another code', () => {
  expect(qrPath(TEXT).path).not.toBe(qrPath(TEXT.replace('.0.', '.1.')).path);
});
