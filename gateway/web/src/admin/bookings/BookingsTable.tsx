/** Bookings in a table, which on a phone becomes a card for each. */
import type { FoundParticipant } from '../../api/booking';
import type { Visit } from '../../api/care';
import { useText } from '../../language/useText';
import { useNow } from '../../time/useNow';
import { BookingRow } from './BookingRow';

const MINUTE_TICK = 15_000;

interface BookingsTableProps {
  visits: Visit[];
  /** The participant whose bookings these are, when one was searched for. */
  sought: FoundParticipant | null;
  isOld: boolean;
}

// The roles stand in words because a table that is laid out as cards loses them in the browser.
export function BookingsTable({ visits, sought, isOld }: BookingsTableProps) {
  const t = useText();
  const now = useNow(MINUTE_TICK);
  return (
    <table role="table" className="people-table bookings-table" data-old={isOld || undefined}>
      <caption className="for-screen-readers">{t('our.title')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t('our.column.when')}</th>
          <th role="columnheader" scope="col">{t('our.column.visit')}</th>
          <th role="columnheader" scope="col">{t('our.column.people')}</th>
          <th role="columnheader" scope="col">{t('admin.column.status')}</th>
          <th role="columnheader" scope="col"><span className="for-screen-readers">{t('our.column.actions')}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {visits.map((visit) => <BookingRow key={visit.id} visit={visit} sought={sought} now={now} />)}
      </tbody>
    </table>
  );
}
