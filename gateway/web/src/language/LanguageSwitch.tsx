/** The button that changes language, written in the language it leads to; where a provider has only one it is left out. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Icon } from '../look/Icon';
import { providerQuestion } from '../questions';
import { useLanguage } from './LanguageProvider';

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const offered = useQuery(providerQuestion).data?.languages;
  const other = language === 'sv' ? 'en' : 'sv';
  if (offered && !offered.includes(other)) return null;
  return (
    <Button className="button button-quiet" onPress={() => choose(other)}>
      <Icon name="language" />
      <span lang={other}>{other === 'en' ? 'English' : 'Svenska'}</span>
    </Button>
  );
}
