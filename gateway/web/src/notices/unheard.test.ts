import { expect, it } from 'vitest';
import type { OwnNotice } from '../api/notices';
import { unheard } from './unheard';

const notice = (id: string, is_read = false): OwnNotice => ({
  id, is_read, kind: 'booked', visit_id: 'v', posted_at: '', starts_at: '', previous_starts_at: null, visit_count: 1,
});

it('nothing is said aloud of what was there when the page was opened', () => {
  expect(unheard([notice('a')], null)).toEqual([]);
});

it('each notice that comes is said once, and one read elsewhere not at all', () => {
  const heard = new Set(['a']);

  expect(unheard([notice('c', true), notice('b'), notice('a')], heard).map(({ id }) => id)).toEqual(['b']);
});
