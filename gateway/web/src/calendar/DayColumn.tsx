/** One day of a week with its visits, each a link at its hour. */
import type { CalendarDate } from '@internationalized/date';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { FoldedVisits } from './FoldedVisits';
import { foldsOf, minuteOf, type Placed } from './lanes';
import { VisitBlock } from './VisitBlock';
import { noon, today } from './weeks';

export function DayColumn({ day, visits, now }: { day: CalendarDate; visits: Placed[]; now: number }) {
  const t = useText();
  const dates = useDates();
  const isToday = day.compare(today(now)) === 0;
  const heading = `day-${day.toString()}`;
  return (
    <li className={`day-column ${isToday ? 'day-today' : ''}`} aria-labelledby={heading}>
      <h3 id={heading} {...(isToday && { 'aria-current': 'date' as const })}>
        <span className="day-weekday" aria-hidden="true">{dates.shortWeekday(noon(day))}</span>
        <span className="day-number number" aria-hidden="true">{day.day}</span>
        <span className="for-screen-readers">{dates.day(noon(day), now)}</span>
      </h3>
      <p className="day-words" aria-hidden="true"><span className="sentence">{dates.day(noon(day), now)}</span></p>
      {visits.length === 0 && <p className="day-empty">{t('calendar.noVisits')}</p>}
      <ul className="day-visits">
        {visits.map((one) => <VisitBlock key={one.visit.id} {...one} now={now} />)}
        {foldsOf(visits).map((fold) => <FoldedVisits key={fold.from} {...fold} day={day} />)}
      </ul>
      {isToday && <span className="now-line" aria-hidden="true" style={{ '--from': minuteOf(new Date(now).toISOString()) } as React.CSSProperties} />}
    </li>
  );
}
