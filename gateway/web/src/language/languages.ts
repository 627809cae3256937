/** The languages of the pages: their catalogs, their names, and the one remembered on this device. */
import type { MessageFormatElement } from 'react-intl';
import swedish from '../messages/compiled/sv.json';

export type Language = 'sv' | 'en';
export type Catalog = Record<string, MessageFormatElement[]>;

export const LOCALES: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' };
export const SWEDISH = swedish as unknown as Catalog;

const REMEMBERED_AS = 'careplatform.language';

/** Swedish comes with the page; English is fetched when somebody asks for it. */
export async function loadCatalog(language: Language): Promise<Catalog> {
  if (language === 'sv') return SWEDISH;
  return (await import('../messages/compiled/en.json')).default as unknown as Catalog;
}

export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(REMEMBERED_AS) === 'en' ? 'en' : 'sv';
  } catch {
    return 'sv';
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED_AS, language);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
