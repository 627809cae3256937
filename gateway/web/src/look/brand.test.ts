import { describe, expect, it } from 'vitest';
import { brandColours, paint } from './brand';
import { contrast } from './contrast';

const CHOSEN = ['#0b5a55', '#ffd400', '#e30613', '#00a0e3', '#ffffff', '#000000', '#7f7f7f', '#ff7ac6'];

describe('whatever colour a provider has', () => {
  it.each(CHOSEN)('its words and its buttons can be read: %s', (colour) => {
    const painted = brandColours(colour);

    expect(contrast(painted['--brand'], '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(painted['--brand'], '#f1f5f4')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(painted['--brand'], painted['--brand-soft'])).toBeGreaterThanOrEqual(4.5);
    expect(contrast('#ffffff', painted['--brand-hover'])).toBeGreaterThanOrEqual(4.5);
    expect(contrast('#ffffff', painted['--brand-deep'])).toBeGreaterThanOrEqual(4.5);
    expect(contrast('#0f2328', painted['--brand-soft'])).toBeGreaterThanOrEqual(4.5);
  });
});

it('a colour that reads well is left as it is', () => {
  expect(brandColours('#0b5a55')['--brand']).toBe('#0b5a55');
});

it('a provider without a colour, or with something that is none, keeps the colours of the pages', () => {
  const set = new Map<string, string>();
  const style = {
    setProperty: (name: string, value: string) => set.set(name, value),
    removeProperty: (name: string) => set.delete(name),
  } as unknown as CSSStyleDeclaration;

  paint('#004488', style);
  expect(set.get('--brand')).toBe('#004488');
  paint('url(x)', style);
  expect([...set]).toEqual([]);
  paint(null, style);
  expect([...set]).toEqual([]);
});
