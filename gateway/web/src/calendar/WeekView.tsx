/** A week: seven columns with the hours of the day, and on a phone a list of days. */
import { useText } from '../language/useText';
import { useDates } from '../language/useDates';
import { now as clock } from '../time/clock';
import { useNow } from '../time/useNow';
import { VisitsUnavailable } from '../visits/VisitsUnavailable';
import { DayColumn } from './DayColumn';
import { hoursOf, placed } from './lanes';
import { Turning } from './Turning';
import { useGoToDay } from './useGoToDay';
import { useVisitsBetween } from './useVisitsBetween';
import { dayFrom, noon, today, weekNumber, weekOf } from './weeks';

const MINUTE = 60_000;

export function WeekView({ date }: { date: string | undefined }) {
  const t = useText();
  const dates = useDates();
  const now = useNow(MINUTE);
  const goTo = useGoToDay('week');
  const day = dayFrom(date, now);
  const week = weekOf(day);
  const { days, isOld, isUnavailable, retry } = useVisitsBetween(week[0]!, week[6]!);
  const columns = week.map((one) => ({ day: one, visits: placed(days.get(one.toString()) ?? []) }));
  const { first, last } = hoursOf(columns.map(({ visits }) => visits));
  const hours = Array.from({ length: last - first }, (_, hour) => first + hour);
  const title = t('calendar.weekTitle', { number: weekNumber(day), span: dates.days(noon(week[0]!), noon(week[6]!)) });
  return (
    <section className="calendar" aria-busy={isOld}>
      <Turning title={title} previous={t('calendar.previousWeek')} next={t('calendar.nextWeek')}
        onPrevious={() => goTo(day.subtract({ weeks: 1 }))} onNext={() => goTo(day.add({ weeks: 1 }))} onToday={() => goTo(today(clock()))} />
      {isUnavailable && <VisitsUnavailable retry={retry} />}
      {!isUnavailable && (
        <div className="card week" style={{ '--hours': last - first, '--first-hour': first } as React.CSSProperties}>
          <div className="week-hours" aria-hidden="true">{hours.map((hour) => <span key={hour} className="number">{String(hour).padStart(2, '0')}</span>)}</div>
          <ol className="week-days">
            {columns.map((column) => <DayColumn key={column.day.toString()} {...column} now={now} />)}
          </ol>
        </div>
      )}
    </section>
  );
}
