/** One visit in a history: when it was or will be, what it was called, and what became of it. */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { StateChips } from '../visits/StateChips';

export function HistoryRow({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const dates = useDates();
  return (
    <li className="row history-row">
      <p className="row-when">
        <strong>{dates.shortDate(visit.starts_at)}</strong>
        <span>{dates.time(visit.starts_at)}</span>
      </p>
      <div className="row-what">
        <Link className="row-link" to="/visits/$visitId" params={{ visitId: visit.id }}>{visit.name}</Link>
        {visit.is_group && <span className="row-person"><span className="row-tag"><Icon name="people" />{t('visit.group', { count: visit.people_count })}</span></span>}
      </div>
      <div className="row-state"><StateChips visit={visit} now={now} /></div>
    </li>
  );
}
