/** The button that changes language, written in the language it leads to. */
import { Button } from 'react-aria-components';
import { Icon } from '../look/Icon';
import { useLanguage } from './LanguageProvider';

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const other = language === 'sv' ? 'en' : 'sv';
  return (
    <Button className="button button-quiet" onPress={() => choose(other)}>
      <Icon name="language" />
      <span lang={other}>{other === 'en' ? 'English' : 'Svenska'}</span>
    </Button>
  );
}
