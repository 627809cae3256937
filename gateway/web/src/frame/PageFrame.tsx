/** The frame around every page of a signed-in person: top bar with its menu, news about the connection, content. */
import type { ReactNode } from 'react';
import { useText } from '../language/useText';
import { ConnectionBanner } from './ConnectionBanner';
import { TopBar } from './TopBar';

export function PageFrame({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <>
      <a className="skip-link" href="#content">{t('frame.skip')}</a>
      <TopBar />
      <ConnectionBanner />
      <main id="content" className="page" tabIndex={-1}>{children}</main>
    </>
  );
}
