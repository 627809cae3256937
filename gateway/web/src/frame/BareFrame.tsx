/** The frame for pages that must work without a session or a gateway. */
import type { ReactNode } from 'react';
import { LanguageSwitch } from '../language/LanguageSwitch';
import { ProvidersMark } from './Mark';

export function BareFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="top-bar">
        <div className="top-bar-inner">
          <a href="/" className="mark-link"><ProvidersMark /></a>
          <LanguageSwitch />
        </div>
      </header>
      <main className="page">{children}</main>
    </>
  );
}
