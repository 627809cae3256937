/** Says who is busy at the chosen time; nobody is stopped by it (BOK-9). */
import { useQuery } from '@tanstack/react-query';
import { findOverlaps, type Overlap, type OverlapQuestion } from '../api/booking';
import { useSettled } from '../admin/parts/useSettled';
import { Notice } from '../frame/Notice';
import { nameWords } from '../language/nameWords';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { now } from '../time/clock';
import { lengthOf, peopleIn, repeatOf, startOf, type Draft } from './draft';
import { faultsOf } from './faults';

const MOST_SHOWN = 5;

export function Overlaps({ draft, exceptId = null }: { draft: Draft; exceptId?: string | null }) {
  const t = useText();
  const settled = useSettled(JSON.stringify(questionOf(draft, exceptId)));
  const question = JSON.parse(settled) as OverlapQuestion | null;
  const asked = useQuery({
    queryKey: ['visits', 'overlaps', question], queryFn: () => findOverlaps(question!), enabled: question !== null, gcTime: 0,
  });
  const overlaps = question ? asked.data ?? [] : [];
  return (
    <div role="status">
      {overlaps.length > 0 && (
        <Notice kind="info">
          <p><strong>{t('overlap.title')}</strong></p>
          <ul className="plain-list">
            {overlaps.slice(0, MOST_SHOWN).map((overlap, place) => <BusyPerson key={place} overlap={overlap} />)}
          </ul>
          {overlaps.length > MOST_SHOWN && <p>{t('overlap.more', { count: overlaps.length - MOST_SHOWN })}</p>}
          <p>{t('overlap.allowed')}</p>
        </Notice>
      )}
    </div>
  );
}

function BusyPerson({ overlap }: { overlap: Overlap }) {
  const t = useText();
  const dates = useDates();
  return <li>{t('overlap.busy', { name: nameWords(overlap.person, t), when: dates.span(overlap.starts_at, overlap.ends_at) })}</li>;
}

/** Nothing to ask while it is not known when, or who. */
function questionOf(draft: Draft, exceptId: string | null): OverlapQuestion | null {
  const start = startOf(draft);
  const faults = faultsOf(draft, now());
  if (!start || faults.length || faults.patients === 'tooMany' || peopleIn(draft) === 0) return null;
  return {
    person_ids: [...draft.staff, ...draft.patients].map(({ id }) => id),
    starts_at: start.toISOString(),
    length_minutes: lengthOf(draft),
    repeat: faults.times ? null : repeatOf(draft),
    except_visit_id: exceptId,
  };
}
