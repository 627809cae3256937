/** How many more visits there are at the same time; leads to the day with all of them. */
import type { CalendarDate } from '@internationalized/date';
import { Link } from '@tanstack/react-router';
import { useText } from '../language/useText';
import { type Fold, MOST_LANES } from './lanes';

export function FoldedVisits({ from, minutes, count, day }: Fold & { day: CalendarDate }) {
  const t = useText();
  const place = { '--from': from, '--minutes': minutes, '--lane': MOST_LANES - 1, '--lanes': MOST_LANES } as React.CSSProperties;
  return (
    <li className="visit-block folded-visits" style={place}>
      <Link to="/visits" search={{ view: 'month', date: day.toString() }}>{t('calendar.more', { count })}</Link>
    </li>
  );
}
