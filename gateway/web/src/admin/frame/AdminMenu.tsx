/** The pages of the admin tool; on a phone behind a button that opens them. */
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../../language/useText';
import { Icon, type IconName } from '../../look/Icon';

type Place = '/admin/patients' | '/admin/staff' | '/admin/imports' | '/admin/settings' | '/admin/support';

export function AdminMenu() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const menu = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setOpen(false), [path]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const places: { to: Place; icon: IconName; words: string }[] = [
    { to: '/admin/patients', icon: 'people', words: t('admin.patients') },
    { to: '/admin/staff', icon: 'colleagues', words: t('admin.staff') },
    { to: '/admin/imports', icon: 'upload', words: t('admin.imports') },
    { to: '/admin/settings', icon: 'settings', words: t('admin.settings') },
    { to: '/admin/support', icon: 'support', words: t('admin.support') },
  ];
  return (
    <>
      <Button ref={opener} className="admin-menu-button" aria-expanded={isOpen} aria-controls={menu} onPress={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'close' : 'menu'} />{t('admin.menuButton')}
      </Button>
      <ul id={menu} className="admin-menu" data-open={isOpen || undefined}
        onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
        {places.map(({ to, icon, words }) => (
          <li key={to}><Link to={to} className="admin-place" activeProps={{ 'aria-current': 'page' }}><Icon name={icon} />{words}</Link></li>
        ))}
      </ul>
    </>
  );
}
