/** The pages of the admin tool; on a phone behind a button that opens them. */
import { Link, useRouterState, type LinkProps } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../../language/useText';
import { Icon, type IconName } from '../../look/Icon';
import { placeOf, type Place } from './placeOf';

export function AdminMenu() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const menu = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setOpen(false), [path]);
  const here = placeOf(path);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const places: { place: Place; way: LinkProps; icon: IconName; words: string }[] = [
    { place: '/admin/patients', way: { to: '/admin/patients' }, icon: 'people', words: t('admin.patients') },
    { place: '/admin/staff', way: { to: '/admin/staff' }, icon: 'colleagues', words: t('admin.staff') },
    { place: '/admin/bookings', way: { to: '/admin/bookings/{-$tab}', params: { tab: undefined } }, icon: 'calendar', words: t('our.title') },
    { place: '/admin/bookings/future', way: { to: '/admin/bookings/{-$tab}', params: { tab: 'future' } }, icon: 'clock', words: t('our.futureTitle') },
    { place: '/admin/notices', way: { to: '/admin/notices' }, icon: 'mail', words: t('sent.title') },
    { place: '/admin/imports', way: { to: '/admin/imports' }, icon: 'upload', words: t('admin.imports') },
    { place: '/admin/settings', way: { to: '/admin/settings' }, icon: 'settings', words: t('admin.settings') },
    { place: '/admin/support', way: { to: '/admin/support' }, icon: 'support', words: t('admin.support') },
  ];
  return (
    <>
      <Button ref={opener} className="admin-menu-button" aria-expanded={isOpen} aria-controls={menu} onPress={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'close' : 'menu'} />{t('admin.menuButton')}
      </Button>
      <ul id={menu} className="admin-menu" data-open={isOpen || undefined}
        onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
        {places.map(({ place, way, icon, words }) => (
          <li key={place}><Link {...way} activeOptions={{ exact: true, includeSearch: false }} className="admin-place" aria-current={place === here ? 'page' : undefined}><Icon name={icon} />{words}</Link></li>
        ))}
      </ul>
    </>
  );
}
