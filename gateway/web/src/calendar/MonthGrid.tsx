/** The days of a month in their numbered weeks; arrows move between days as in other calendars. */
import type { CalendarDate } from '@internationalized/date';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Visit } from '../api/care';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { MonthDay } from './MonthDay';
import { moveDay, noon, weekNumber } from './weeks';

interface MonthGridProps {
  weeks: CalendarDate[][];
  chosen: CalendarDate;
  days: Map<string, Visit[]>;
  now: number;
  onChoose: (day: CalendarDate) => void;
}

export function MonthGrid({ weeks, chosen, days, now, onChoose }: MonthGridProps) {
  const t = useText();
  const dates = useDates();
  const { grid, press } = useArrows(chosen, onChoose);
  return (
    <table ref={grid} role="grid" className="card month" aria-label={dates.month(noon(chosen))} onKeyDown={press}>
      <thead>
        <tr>
          <th scope="col" className="week-number"><span className="for-screen-readers">{t('calendar.week')}</span></th>
          {weeks[0]!.map((day) => (
            <th key={day.toString()} scope="col" abbr={dates.weekday(noon(day))}>{dates.shortWeekday(noon(day))}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]!.toString()}>
            <th scope="row" className="week-number number"><span className="for-screen-readers">{t('calendar.week')} </span>{weekNumber(week[0]!)}</th>
            {week.map((day) => (
              <MonthDay key={day.toString()} day={day} chosen={chosen} visits={days.get(day.toString()) ?? []} now={now} onChoose={onChoose} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One day can be tabbed to; after an arrow the focus follows the chosen day. */
function useArrows(chosen: CalendarDate, onChoose: (day: CalendarDate) => void) {
  const grid = useRef<HTMLTableElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    grid.current?.querySelector<HTMLElement>('[aria-selected="true"] button')?.focus();
  }, [chosen]);
  const press = (event: KeyboardEvent) => {
    const day = event.altKey || event.ctrlKey || event.metaKey ? null : moveDay(chosen, event.key);
    if (!day) return;
    event.preventDefault();
    isMoving.current = true;
    onChoose(day);
  };
  return { grid, press };
}
