/** The chosen time in words, since a device may write dates and times in another way than the reader. */
import { useDates } from '../language/useDates';
import { Icon } from '../look/Icon';
import { momentInStockholm } from '../time/stockholm';
import { lengthOf, type Draft } from './draft';

export function WhenSummary({ draft }: { draft: Draft }) {
  const dates = useDates();
  const startsAt = momentInStockholm(draft.date, draft.time);
  const minutes = lengthOf(draft);
  if (!startsAt || !Number.isInteger(minutes) || minutes < 1) return null;
  const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
  return <p className="when-summary"><Icon name="calendar" /><span className="sentence">{dates.span(startsAt.toISOString(), endsAt.toISOString())}</span></p>;
}
