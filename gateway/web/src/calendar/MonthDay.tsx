/** One day of a month: its number, its first visits, or dots for them where there is little room. */
import type { CalendarDate } from '@internationalized/date';
import type { Visit } from '../api/care';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { standingOf } from '../visits/standing';
import { isSameMonth, noon, today } from './weeks';

interface MonthDayProps { day: CalendarDate; chosen: CalendarDate; visits: Visit[]; now: number; onChoose: (day: CalendarDate) => void }

const MOST_SHOWN = 3;

export function MonthDay({ day, chosen, visits, now, onChoose }: MonthDayProps) {
  const t = useText();
  const dates = useDates();
  const isChosen = day.compare(chosen) === 0;
  const isToday = day.compare(today(now)) === 0;
  const shown = visits.length > MOST_SHOWN ? visits.slice(0, MOST_SHOWN - 1) : visits;
  const names = ['month-day', isToday && 'day-today', !isSameMonth(day, chosen) && 'day-outside'].filter(Boolean).join(' ');
  return (
    <td role="gridcell" className={names} aria-selected={isChosen}>
      <button type="button" tabIndex={isChosen ? 0 : -1} {...(isToday && { 'aria-current': 'date' as const })} onClick={() => onChoose(day)}
        aria-label={t('calendar.dayWithVisits', { day: dates.day(noon(day), now), count: visits.length })}>
        <span className="day-number number">{day.day}</span>
        <span className="month-visits">
          {shown.map((visit) => (
            <span key={visit.id} className={`month-visit block-${standingOf(visit, now)}`}>
              <span className="number">{dates.time(visit.starts_at)}</span> {visit.name}
            </span>
          ))}
          {visits.length > shown.length && <span className="month-more">{t('calendar.more', { count: visits.length - shown.length })}</span>}
        </span>
        <span className="month-dots">
          {visits.slice(0, MOST_SHOWN).map((visit) => <span key={visit.id} className={`dot dot-${standingOf(visit, now)}`} />)}
        </span>
      </button>
    </td>
  );
}
