/** One booking: when, what, with whom, how it stands, and what an administrator may do with it. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { FoundParticipant } from '../../api/booking';
import type { Visit } from '../../api/care';
import { useDates, type Dates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { dayInStockholm } from '../../time/stockholm';
import { CancelVisit } from '../../visits/CancelVisit';
import { StateChip } from '../../visits/StateChip';
import { standingOf } from '../../visits/standing';
import { SwapStaff } from '../rearranging/SwapStaff';
import { BookingPeople } from './BookingPeople';

interface BookingRowProps { visit: Visit; sought: FoundParticipant | null; now: number }

export function BookingRow({ visit, sought, now }: BookingRowProps) {
  const t = useText();
  const dates = useDates();
  return (
    <tr role="row" className="person-row booking-row">
      <td role="cell" className="booking-when">
        <strong className="sentence">{dayWords(visit.starts_at, now, dates)}</strong>
        <span className="number">{dates.time(visit.starts_at)}–{dates.time(visit.ends_at)}</span>
      </td>
      <td role="cell" className="booking-what">
        <strong>{visit.name}</strong>
        {visit.is_group && <span>{t('our.group', { count: visit.people_count })}</span>}
      </td>
      <td role="cell" className="booking-people"><BookingPeople visit={visit} /></td>
      <td role="cell" className="booking-state">
        {visit.needs_action
          ? <span className="chip chip-neverStarted"><span className="dot" aria-hidden="true" />{t('attention.title')}</span>
          : <StateChip standing={standingOf(visit, now)} />}
      </td>
      <td role="cell" className="booking-actions"><BookingActions visit={visit} sought={sought} /></td>
    </tr>
  );
}

/** The year only where it is another than this one. */
function dayWords(iso: string, now: number, dates: Dates): string {
  const isThisYear = dayInStockholm(Date.parse(iso)).year === dayInStockholm(now).year;
  return isThisYear ? `${dates.shortWeekday(iso)} ${dates.shortDay(iso)}` : dates.date(iso);
}

function BookingActions({ visit, sought }: Pick<BookingRowProps, 'visit' | 'sought'>) {
  const t = useText();
  const [isSwapping, setSwapping] = useState(false);
  if (!visit.can.change && !visit.can.cancel) return null;
  return (
    <div className="booking-buttons">
      {visit.can.change && (
        <Link className="button button-outlined button-small" to="/visits/$visitId/change" params={{ visitId: visit.id }} preload={false}
          aria-label={t('our.changeWhich', { name: visit.name })}>{t('our.change')}</Link>
      )}
      {visit.can.cancel && <CancelVisit visit={visit} />}
      {visit.can.change && (
        <MenuTrigger>
          <Button className="button button-quiet button-small booking-more" aria-label={t('our.more', { name: visit.name })}><Icon name="more" /></Button>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu" onAction={() => setSwapping(true)}>
              <MenuItem id="swap" className="menu-item"><Icon name="swap" />{visit.staff.length > 0 ? t('swap.title') : t('swap.addTitle')}</MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
      {isSwapping && <SwapStaff visit={visit} leavingId={sought?.id} onClose={() => setSwapping(false)} />}
    </div>
  );
}
