import { describe, expect, it } from 'vitest';
import { contentType, CSV, EXCEL, fileFault, progress } from './importFile';

describe('a file of persons', () => {
  it('is told by its name', () => {
    expect(contentType('Patienter.CSV')).toBe(CSV);
    expect(contentType('patienter.xlsx')).toBe(EXCEL);
    expect(contentType('patienter.xls')).toBeNull();
  });

  it('is refused before it is sent when it is no list, holds nothing or is too large', () => {
    expect(fileFault('patienter.pdf', 10)).toBe('wrongKind');
    expect(fileFault('patienter.csv', 0)).toBe('empty');
    expect(fileFault('patienter.csv', 5_000_001)).toBe('tooLarge');
    expect(fileFault('patienter.csv', 5_000_000)).toBeNull();
  });
});

it('progress is told in whole percent, and never too early as done', () => {
  expect(progress(999, 1000)).toBe(99);
  expect(progress(1000, 1000)).toBe(100);
  expect(progress(0, 0)).toBe(0);
});
