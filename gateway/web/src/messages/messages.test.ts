import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import english from './en.json';
import swedish from './sv.json';

const SOURCE = join(import.meta.dirname, '..');

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
  .join('\n');

it('every message is said somewhere', () => {
  const unsaid = Object.keys(swedish).filter((id) => !sources.includes(`t('${id}'`));

  expect(unsaid).toEqual([]);
});

it('the words the users know from the guides are there letter for letter', () => { // LIF-1 LIF-2 LIF-3 LIF-5 BOK-3 BOK-4 SES-3 NAV-1 USR-4
  const known = [
    'Mina bokningar', 'Ny bokning', 'Starta besök', 'Väntar på att besök ska startas', 'Gå till besök', 'Anslut till besök',
    'Pågående', 'Avsluta besök', 'Avboka', 'Logga ut', 'Besökets namn', 'Översikt', 'Mina Kontakter', 'Min Profil', 'Spara uppgifter',
  ];

  expect(Object.values(swedish)).toEqual(expect.arrayContaining(known));
});

it('the two languages say the same things', () => {
  expect(Object.keys(english)).toEqual(Object.keys(swedish));
});
