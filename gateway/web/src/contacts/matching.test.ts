import { expect, it } from 'vitest';
import type { Contact } from '../api/people';
import { matching } from './matching';

const contact = (name: string, personnummer: string | null = null): Contact =>
  ({ id: name, name, initials: '', personnummer, roles: ['staff'], latest_visit_at: null, next_visit_at: null });

const names = (found: Contact[]) => found.map(({ name }) => name);

it('contacts are listed as Swedes sort names', () => { // CON-1 NAV-1
  expect(names(matching(['Örjan', 'Anna', 'Åsa', 'Ärla', 'Zlatan'].map((name) => contact(name)), '')))
    .toEqual(['Anna', 'Zlatan', 'Åsa', 'Ärla', 'Örjan']);
});

it('and found by part of the name or of the personnummer, with or without the hyphen', () => {
  const all = [contact('Erik Lindström', '198001011231'), contact('Fatima Al-Hassan', '199203142389')];

  expect(names(matching(all, 'lind'))).toEqual(['Erik Lindström']);
  expect(names(matching(all, '19920314-23'))).toEqual(['Fatima Al-Hassan']);
  expect(names(matching(all, 'fatima lind'))).toEqual([]);
});
