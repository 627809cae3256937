/** The whole booking in words, since a device may write dates and times in another way than the reader. */
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { now } from '../time/clock';
import { clockChange } from '../time/stockholm';
import { lengthOf, repeatOf, startOf, type Draft } from './draft';
import { faultsOf } from './faults';
import { lastStart } from './series';

export function WhenSummary({ draft }: { draft: Draft }) {
  const t = useText();
  const dates = useDates();
  const start = startOf(draft);
  const faults = faultsOf(draft, now());
  if (!start || faults.length) return null;
  const end = new Date(start.getTime() + lengthOf(draft) * 60_000);
  const repeat = faults.times ? null : repeatOf(draft);
  const last = repeat && lastStart(draft, repeat);
  return (
    <div className="when-summary">
      <Icon name="calendar" />
      <div>
        <p className="sentence">
          {dates.span(start.toISOString(), end.toISOString())}
          {clockChange(draft.date, draft.time) === 'doubled' && ` ${draft.turn === 'earlier' ? t('booking.inSummerTime') : t('booking.inWinterTime')}`}
        </p>
        <p className="when-more">{draft.patients.length > 1 || draft.kind === 'group'
          ? t('booking.groupSummary', { patients: draft.patients.length, staff: draft.staff.length })
          : t('booking.singleSummary', { staff: draft.staff.length })}</p>
        {repeat && last && (
          <p className="when-more">{t('booking.seriesSummary', {
            times: repeat.times, weekday: dates.weekday(start.toISOString()),
            first: dates.date(start.toISOString()), last: dates.date(last.toISOString()),
          })}</p>
        )}
      </div>
    </div>
  );
}
