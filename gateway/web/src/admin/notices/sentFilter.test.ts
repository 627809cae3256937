import { expect, it } from 'vitest';
import { sentFilter } from './sentFilter';

it('an address filters by what exists, and by nothing else', () => {
  expect(sentFilter({ state: 'failed', channel: 'sms' })).toEqual({ state: 'failed', channel: 'sms' });
  expect(sentFilter({ state: 'lost', channel: 'in_app', page: 2 })).toEqual({});
  expect(sentFilter({})).toEqual({});
});
