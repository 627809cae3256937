import { describe, expect, it } from 'vitest';
import { inTab, isWholeNumber, nextPage, previousPage, type View } from './bookingsView';
import { tabOf } from './tabOf';

const NOW = Date.parse('2026-11-23T09:31:00Z');
const VIEW: View = { typed: '', sought: null, tab: 'future', passed: ['a'] };

describe('«Våra bokningar»', () => {
  it.each([
    ['booked', '2026-11-23T09:31:00Z', 'future'],
    ['booked', '2026-11-23T09:30:00Z', 'earlier'],
    ['started', '2026-11-20T09:00:00Z', 'ongoing'],
    ['ended', '2026-11-23T10:00:00Z', 'earlier'],
    ['cancelled', '2026-12-23T10:00:00Z', 'earlier'],
    ['missed', '2026-11-22T10:00:00Z', 'earlier'],
  ] as const)('shows a visit that is %s and booked until %s among the %s ones', (state, ends_at, tab) => { // Q2 Q3 BOK-8
    expect(tabOf({ state, ends_at }, NOW)).toBe(tab);
  });

  it('turns pages there and back, and starts anew in another tab', () => {
    expect(nextPage(VIEW, 'b')).toEqual({ passed: ['a', 'b'] });
    expect(previousPage(VIEW)).toEqual({ passed: [] });
    expect(inTab(VIEW, 'future').passed).toEqual(['a']);
    expect(inTab(VIEW, 'earlier').passed).toEqual([]);
  });

  it.each(['19460312-2393', '460312-2393', '194603122393', '460312+2393', ' 19460312 2393 '])('searches for a whole number: %s', (typed) => { // BOK-5 ADM-2
    expect(isWholeNumber(typed)).toBe(true);
  });

  it.each(['', 'Karl', '1946', '19460312', '19460312-239', '19460312-23933'])('does not search for what may be several people: %s', (typed) => { // ADM-2
    expect(isWholeNumber(typed)).toBe(false);
  });
});
