import { describe, expect, it } from 'vitest';
import { backFrom, safeReturn, whyHere } from './returning';

describe('the way back after sign-in', () => {
  it('is the page one came from', () => {
    expect(safeReturn('/visits/7c9e6679-7425-40de-944b-e07fc1f90ae7')).toBe('/visits/7c9e6679-7425-40de-944b-e07fc1f90ae7');
  });

  it.each([
    'https://elsewhere.example/', '//elsewhere.example/x', '/\\elsewhere.example', '\\\\elsewhere.example',
    'javascript:alert(1)', 'visits', '', '/sign-in?back=/visits', '/.//elsewhere.example',
  ])('never leads away from the pages: %s', (wish) => {
    expect(safeReturn(wish)).toBe('/');
  });

  it('is left out for the page one lands on anyway', () => {
    expect(backFrom('/')).toBeUndefined();
    expect(backFrom('/visits')).toBe('/visits');
    expect(backFrom('/visits/new')).toBe('/visits/new');
  });
});

it('the address of the sign-in page says why one is there, and nothing else', () => { // SES-4
  expect(whyHere({ back: '/visits/1', idle: true, other: 'x' })).toEqual({ back: '/visits/1', idle: true });
  expect(whyHere({ back: 'https://elsewhere.example', failed: 'no_access' })).toEqual({ back: '/', failed: 'no_access' });
  expect(whyHere({ failed: '<b>', left: 'yes' })).toEqual({});
  expect(whyHere({ bankid: '7c9e6679-7425-40de-944b-e07fc1f90ae7' })).toEqual({ bankid: '7c9e6679-7425-40de-944b-e07fc1f90ae7' });
  expect(whyHere({ bankid: '../../visits' })).toEqual({});
});
