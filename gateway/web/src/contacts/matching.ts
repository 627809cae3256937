/** The contacts that what was typed points at, by name. */
import type { Contact } from '../api/people';
import { matchesPerson } from './matchesPerson';
import { personnummerWords } from '../language/personnummerWords';

export function matching(contacts: Contact[], typed: string): Contact[] {
  return contacts
    .filter(({ name, personnummer }) => matchesPerson(personnummer ? `${name}, ${personnummerWords(personnummer)}` : name, typed))
    .sort((one, other) => one.name.localeCompare(other.name, 'sv-SE'));
}
