import { describe, expect, it } from 'vitest';
import { merge } from './merging';

const BASE = { name: 'Karin Björk', phone: '', languages: ['sv'] };

describe('typed changes, when somebody else changed the same thing', () => {
  it('are kept, and what was not touched follows the other', () => {
    const { typed, differing } = merge(BASE, { ...BASE, phone: '070-1' }, { ...BASE, name: 'Karin Berg' });

    expect(typed).toEqual({ ...BASE, phone: '070-1', name: 'Karin Berg' });
    expect(differing).toEqual([]);
  });

  it('are named where both changed the same field to different things', () => {
    const { typed, differing } = merge(BASE, { ...BASE, phone: '070-1' }, { ...BASE, phone: '070-2' });

    expect(typed.phone).toBe('070-1');
    expect(differing).toEqual(['phone']);
  });

  it('do not differ when both wrote the same', () => {
    expect(merge(BASE, { ...BASE, languages: ['sv', 'en'] }, { ...BASE, languages: ['sv', 'en'] }).differing).toEqual([]);
  });
});
