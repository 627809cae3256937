import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour!]));

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const share = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(tokens[one]!), luminance(tokens[other]!)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: [string, string][] = [
  ['ink', 'surface'], ['ink', 'page'], ['ink-2', 'surface'], ['ink-2', 'page'], ['ink-3', 'surface'], ['ink-3', 'page'],
  ['brand', 'surface'], ['brand', 'page'], ['brand', 'brand-soft'], ['on-brand', 'brand'], ['on-brand', 'brand-hover'],
  ['waiting', 'waiting-soft'], ['started', 'started-soft'], ['over', 'over-soft'], ['error', 'surface'], ['error', 'error-soft'],
  ['on-danger', 'danger'], ['on-danger', 'danger-hover'], ['on-brand', 'brand-deep'], ['ink', 'brand-soft'], ['ink', 'surface-2'],
  ['room-ink', 'room'], ['room-muted', 'room'], ['room-ink', 'room-surface'], ['room-muted', 'room-surface'],
  ['room-ink', 'room-control'], ['room-ink', 'room-control-hover'], ['room-on-leave', 'room-leave'], ['room-on-leave', 'room-leave-hover'],
  ['room-on-off', 'room-off'], ['room-over', 'room'],
];

const SIGNS: [string, string][] = [
  ['control-border', 'surface'], ['control-border', 'page'], ['waiting-dot', 'waiting-soft'], ['started-dot', 'started-soft'],
  ['error-border', 'surface'], ['focus', 'surface'], ['focus', 'page'], ['focus', 'waiting-soft'], ['focus', 'started-soft'],
  ['room-focus', 'room'], ['room-focus', 'brand-deep'], ['room-speaking', 'room'], ['room-control-border', 'room'],
];

describe('every pair of colours that meets on a page', () => {
  it.each(TEXT)('text of %s on %s is readable', (ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SIGNS)('a sign or border of %s on %s can be made out', (sign, ground) => {
    expect(contrast(sign, ground)).toBeGreaterThanOrEqual(3);
  });
});
