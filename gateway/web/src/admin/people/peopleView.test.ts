import { describe, expect, it } from 'vitest';
import { isUnfinishedNumber, nextPage, previousPage, searching, spanOf, statusesShown, type View } from './peopleView';

const FIRST: View = { text: 'Karin', shown: 'all', passed: [] };

describe('a list of persons', () => {
  it('goes forward from the last person shown, and back again', () => {
    const second = nextPage(FIRST, 'last-of-first');

    expect(second.passed).toEqual(['last-of-first']);
    expect(previousPage(second)).toEqual(FIRST);
  });

  it('starts on the first page when something else is searched for', () => {
    expect(searching(nextPage(FIRST, 'x'), { text: 'Nils' })).toEqual({ text: 'Nils', shown: 'all', passed: [] });
    expect(searching(nextPage(FIRST, 'x'), { shown: 'inactive' }).passed).toEqual([]);
  });

  it('says which of all persons stand on the page', () => {
    expect(spanOf(nextPage(FIRST, 'x'), 7)).toEqual({ from: 26, to: 32 });
    expect(spanOf(FIRST, 0)).toEqual({ from: 0, to: 0 });
  });

  it('holds the active and the inactive, never the removed', () => { // STA-2 STA-3
    expect(statusesShown('all')).toEqual(['active', 'inactive']);
    expect(statusesShown('inactive')).toEqual(['inactive']);
  });
});

describe('a number', () => { // ADM-2
  it.each(['1', '1946', '19460312', '460312-23'])('is not searched for before it is whole: %s', (text) => {
    expect(isUnfinishedNumber(text)).toBe(true);
  });

  it.each(['194603122393', '19460312-2393', '460312-2393', 'Karin', '', 'von 2'])('is whole, or a name: %s', (text) => {
    expect(isUnfinishedNumber(text)).toBe(false);
  });
});
