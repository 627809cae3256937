import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour!]));

const between = (one: string, other: string) => contrast(tokens[one]!, tokens[other]!);

const TEXT: [string, string][] = [
  ['ink', 'surface'], ['ink', 'page'], ['ink-2', 'surface'], ['ink-2', 'page'], ['ink-3', 'surface'], ['ink-3', 'page'],
  ['brand', 'surface'], ['brand', 'page'], ['brand', 'brand-soft'], ['on-brand', 'brand'], ['on-brand', 'brand-hover'],
  ['waiting', 'waiting-soft'], ['started', 'started-soft'], ['over', 'over-soft'], ['error', 'surface'], ['error', 'error-soft'],
  ['on-danger', 'danger'], ['on-danger', 'danger-hover'], ['on-brand', 'brand-deep'], ['ink', 'brand-soft'], ['ink', 'surface-2'],
  ['room-ink', 'room'], ['room-muted', 'room'], ['room-ink', 'room-surface'], ['room-muted', 'room-surface'],
  ['room-ink', 'room-control'], ['room-ink', 'room-control-hover'], ['room-on-leave', 'room-leave'], ['room-on-leave', 'room-leave-hover'],
  ['on-side', 'side'], ['on-side', 'side-control'], ['on-side', 'side-chosen'],
  ['room-on-off', 'room-off'], ['room-over', 'room'], ['room-muted', 'room-control'], ['room-speaking', 'room-control'],
];

const SIGNS: [string, string][] = [
  ['control-border', 'surface'], ['control-border', 'page'], ['waiting-dot', 'waiting-soft'], ['started-dot', 'started-soft'],
  ['error-border', 'surface'], ['focus', 'surface'], ['focus', 'page'], ['focus', 'waiting-soft'], ['focus', 'started-soft'],
  ['room-focus', 'room'], ['room-focus', 'side'], ['side-border', 'side'], ['room-focus', 'brand-deep'], ['room-speaking', 'room'], ['room-control-border', 'room'],
  ['room-control-border', 'room-surface'],
];

describe('every pair of colours that meets on a page', () => {
  it.each(TEXT)('text of %s on %s is readable', (ink, ground) => {
    expect(between(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SIGNS)('a sign or border of %s on %s can be made out', (sign, ground) => {
    expect(between(sign, ground)).toBeGreaterThanOrEqual(3);
  });
});
