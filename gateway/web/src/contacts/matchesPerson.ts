/** Whether what was typed points at a person, by any part of the name or of the personnummer. */

export function matchesPerson(person: string, typed: string): boolean {
  const words = plain(typed).split(/[\s,]+/).filter(Boolean);
  const [text, digits] = [plain(person), person.replace(/\D/g, '')];
  return words.every((word) => text.includes(word) || (/^[\d-]+$/.test(word) && digits.includes(word.replace(/-/g, ''))));
}

const plain = (text: string) => text.toLocaleLowerCase('sv-SE');
