/** The frame of «administratörsverktyget»: its own menu beside the page, above it on a phone; for administrators only. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AccountMenu } from '../../frame/AccountMenu';
import { ConnectionBanner } from '../../frame/ConnectionBanner';
import { Mark } from '../../frame/Mark';
import { useMe } from '../../frame/SignedIn';
import { useProviderName } from '../../frame/useProviderName';
import { LanguageSwitch } from '../../language/LanguageSwitch';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { Bell } from '../../notices/Bell';
import { AdminMenu } from './AdminMenu';
import { OnlyFor } from './OnlyFor';

export function AdminFrame({ children }: { children: ReactNode }) {
  const isAdministrator = useMe().roles.includes('administrator');
  return isAdministrator ? <Frame>{children}</Frame> : <OnlyFor whom="administrators" />;
}

function Frame({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <div className="admin">
      <a className="skip-link" href="#content">{t('frame.skip')}</a>
      <nav className="admin-side" aria-label={t('admin.menu')}>
        <Link to="/admin/patients" className="admin-mark"><Mark name={useProviderName()} /></Link>
        <AdminMenu />
      </nav>
      <div className="admin-main">
        <header className="admin-top">
          <Link to="/" className="back-link"><Icon name="back" />{t('admin.leave')}</Link>
          <LanguageSwitch />
          <Bell />
          <AccountMenu />
        </header>
        <ConnectionBanner />
        <main id="content" className="admin-page" tabIndex={-1}>{children}</main>
      </div>
    </div>
  );
}
