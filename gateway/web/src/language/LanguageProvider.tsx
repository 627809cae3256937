/** Gives every page its language, its dates in Stockholm time and the matching `html[lang]`. */
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { IntlProvider } from 'react-intl';
import { STOCKHOLM } from '../time/stockholm';
import { loadCatalog, LOCALES, rememberedLanguage, rememberLanguage, SWEDISH } from './languages';
import type { Catalog, Language } from './languages';

interface LanguageChoice { language: Language; choose: (language: Language) => void }

const LanguageContext = createContext<LanguageChoice>({ language: 'sv', choose: () => undefined });

export const useLanguage = (): LanguageChoice => use(LanguageContext);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ language: Language; catalog: Catalog }>({ language: 'sv', catalog: SWEDISH });
  const [isReady, setReady] = useState(() => rememberedLanguage() === 'sv');

  const show = useCallback(async (language: Language) => {
    try {
      setShown({ language, catalog: await loadCatalog(language) });
    } finally {
      setReady(true);
    }
  }, []);

  useEffect(() => {
    if (rememberedLanguage() !== 'sv') void show(rememberedLanguage()).catch(() => undefined);
  }, [show]);
  useEffect(() => {
    document.documentElement.lang = shown.language;
  }, [shown.language]);

  const choice = useMemo(() => ({
    language: shown.language,
    choose: (language: Language) => {
      rememberLanguage(language);
      void show(language).catch(() => undefined);
    },
  }), [shown.language, show]);

  if (!isReady) return null;
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={LOCALES[shown.language]} defaultLocale="sv-SE" messages={shown.catalog} timeZone={STOCKHOLM}>
        <I18nProvider locale={LOCALES[shown.language]}>{children}</I18nProvider>
      </IntlProvider>
    </LanguageContext>
  );
}
