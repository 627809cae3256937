/** The frame around every page of a signed-in person: top bar, news about the connection, content. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { useText } from '../language/useText';
import { AccountMenu } from './AccountMenu';
import { ConnectionBanner } from './ConnectionBanner';
import { Mark } from './Mark';
import { useProviderName } from './useProviderName';

export function PageFrame({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <>
      <a className="skip-link" href="#content">{t('frame.skip')}</a>
      <header className="top-bar">
        <div className="top-bar-inner">
          <Link to="/visits" className="mark-link"><Mark name={useProviderName()} /></Link>
          <nav className="top-nav" aria-label={t('frame.menu')}>
            <Link to="/visits" activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
              {t('bookings.title')}
            </Link>
          </nav>
          <LanguageSwitch />
          <AccountMenu />
        </div>
      </header>
      <ConnectionBanner />
      <main id="content" className="page" tabIndex={-1}>{children}</main>
    </>
  );
}
