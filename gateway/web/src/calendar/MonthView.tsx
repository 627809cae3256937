/** A month with the visits of each day, and the chosen day as a list; on a phone days with visits have dots. */
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { now as clock } from '../time/clock';
import { useNow } from '../time/useNow';
import { useMe } from '../frame/SignedIn';
import { VisitGroup } from '../visits/VisitGroup';
import { VisitsUnavailable } from '../visits/VisitsUnavailable';
import { BookLink } from './BookLink';
import { MonthGrid } from './MonthGrid';
import { Turning } from './Turning';
import { useGoToDay } from './useGoToDay';
import { useVisitsBetween } from './useVisitsBetween';
import { dayFrom, monthOf, noon, today } from './weeks';

const MINUTE_TICK = 15_000;

export function MonthView({ date }: { date: string | undefined }) {
  const t = useText();
  const dates = useDates();
  const now = useNow(MINUTE_TICK);
  const isStaff = useMe().roles.includes('staff');
  const goTo = useGoToDay('month');
  const day = dayFrom(date, now);
  const weeks = monthOf(day);
  const { days, isOld, isUnavailable, retry } = useVisitsBetween(weeks[0]![0]!, weeks.at(-1)![6]!);
  const visits = days.get(day.toString()) ?? [];
  return (
    <section className="calendar" aria-busy={isOld}>
      <Turning title={dates.month(noon(day))} previous={t('calendar.previousMonth')} next={t('calendar.nextMonth')}
        onPrevious={() => goTo(day.subtract({ months: 1 }))} onNext={() => goTo(day.add({ months: 1 }))} onToday={() => goTo(today(clock()))} />
      {isUnavailable && <VisitsUnavailable retry={retry} />}
      {!isUnavailable && (
        <div className="month-and-day">
          <MonthGrid weeks={weeks} chosen={day} days={days} now={now} onChoose={goTo} />
          <div className="chosen-day">
            <VisitGroup title={dates.day(noon(day), now)} visits={visits} now={now} bookedId={undefined}>
              {visits.length === 0 && <p className="day-empty">{t('calendar.noVisits')}</p>}
              {isStaff && day.compare(today(now)) >= 0 && <BookLink date={day.toString()} label={t('calendar.bookOn', { day: dates.day(noon(day), now) })} />}
            </VisitGroup>
          </div>
        </div>
      )}
    </section>
  );
}
