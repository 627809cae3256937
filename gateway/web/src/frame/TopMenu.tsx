/** The main menu; the provider's name is in it for administrators only, and leads to their tool. */
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../language/useText';
import { hasVisits } from './hasVisits';
import { useMe } from './SignedIn';
import { useProviderName } from './useProviderName';

export function TopMenu() {
  const t = useText();
  const { roles } = useMe();
  const provider = useProviderName();
  return (
    <nav className="top-nav" aria-label={t('frame.menu')}>
      {hasVisits(roles) && (
        <>
          <Item to="/" exact>{t('overview.menu')}</Item>
          <Item to="/visits">{t('bookings.title')}</Item>
          <Item to="/contacts">{t('contacts.title')}</Item>
        </>
      )}
      {roles.includes('support') && <Item to="/support-tool">{t('role.support')}</Item>}
      {roles.includes('administrator') && <Item to="/admin" className="top-nav-provider">{provider}</Item>}
    </nav>
  );
}

function Item({ to, exact = false, className, children }: {
  to: NonNullable<LinkProps['to']>; exact?: boolean; className?: string; children: ReactNode;
}) {
  return (
    <Link to={to} activeOptions={{ exact }} activeProps={{ 'aria-current': 'page' }} {...(className && { className })}>
      {children}
    </Link>
  );
}
