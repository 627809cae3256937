/** Whether what was typed points at a patient, by any part of the name or of the personnummer. */

export function matchesPatient(patient: string, typed: string): boolean {
  const words = plain(typed).split(/[\s,]+/).filter(Boolean);
  const [text, digits] = [plain(patient), patient.replace(/\D/g, '')];
  return words.every((word) => text.includes(word) || (/^[\d-]+$/.test(word) && digits.includes(word.replace(/-/g, ''))));
}

const plain = (text: string) => text.toLocaleLowerCase('sv-SE');
