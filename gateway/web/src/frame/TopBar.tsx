/** The top bar: whose pages these are, the main menu (behind a button on a phone), the bell and one's own letter. */
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from 'react-aria-components';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { Bell } from '../notices/Bell';
import { AccountMenu } from './AccountMenu';
import { ProvidersMark } from './Mark';
import { useMe } from './SignedIn';
import { TopMenu } from './TopMenu';

export function TopBar() {
  const t = useText();
  const me = useMe();
  const menu = useId();
  const { isOpen, setOpen, bar, closeOnEscape } = useOpenMenu();
  return (
    <header className="top-bar" ref={bar} onKeyDown={closeOnEscape}>
      <div className="top-bar-inner">
        <Link to="/" className="mark-link">
          {me.roles.includes('patient') ? <ProvidersMark /> : <ProvidersMark named={t('frame.product')} />}
        </Link>
        <Button className="button button-quiet menu-button" aria-expanded={isOpen} aria-controls={menu} onPress={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'close' : 'menu'} />{t('frame.menuButton')}
        </Button>
        <div id={menu} className="top-menu" data-open={isOpen || undefined}>
          <TopMenu />
          <LanguageSwitch />
        </div>
        <Bell />
        <AccountMenu />
      </div>
    </header>
  );
}

function useOpenMenu() {
  const bar = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setOpen(false), [path]);
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    setOpen(false);
    bar.current?.querySelector<HTMLElement>('.menu-button')?.focus();
  };
  return { bar, isOpen, setOpen, closeOnEscape };
}
