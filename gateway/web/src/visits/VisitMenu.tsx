/** The same decisions as a menu, for rows of lists. */
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Visit } from '../api/care';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { CancelQuestion } from './CancelVisit';
import type { useMissed } from './useMissed';

export function VisitMenu({ visit, missed }: { visit: Visit; missed: ReturnType<typeof useMissed> }) {
  const t = useText();
  const router = useRouter();
  const [isCancelling, setCancelling] = useState(false);
  const { change, cancel, mark_missed, take_back_missed } = visit.can;
  const act = (what: string) => {
    if (what === 'change') void router.navigate({ to: '/visits/$visitId/change', params: { visitId: visit.id } });
    if (what === 'cancel') setCancelling(true);
    if (what === 'missed') missed.mark();
    if (what === 'take-back') missed.takeBack();
  };
  if (!change && !cancel && !mark_missed && !take_back_missed) return null;
  return (
    <>
      <MenuTrigger>
        <Button className="button button-quiet row-menu" aria-label={t('visit.more', { name: visit.name })}><Icon name="more" /></Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={t('visit.more', { name: visit.name })} onAction={(key) => act(String(key))}>
            {change && <MenuItem id="change" className="menu-item">{t('change.link')}</MenuItem>}
            {cancel && <MenuItem id="cancel" className="menu-item">{t('cancel.button')}</MenuItem>}
            {mark_missed && <MenuItem id="missed" className="menu-item">{t('missed.button')}</MenuItem>}
            {take_back_missed && <MenuItem id="take-back" className="menu-item">{t('missed.takeBack')}</MenuItem>}
          </Menu>
        </Popover>
      </MenuTrigger>
      {isCancelling && <CancelQuestion visit={visit} onClose={() => setCancelling(false)} />}
    </>
  );
}
