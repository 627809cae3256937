/** One visit in a list: when, what, with whom, how it stands and what can be done. */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { useDates } from '../language/useDates';
import { nameWords } from '../language/nameWords';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { CancelVisit } from './CancelVisit';
import { StartVisit } from './StartVisit';
import { StateChip } from './StateChip';
import { isStaffIn, othersIn, standingOf } from './standing';
import { useFocusWhen } from './useFocusWhen';

export function VisitRow({ visit, now, isNew }: { visit: Visit; now: number; isNew: boolean }) {
  const t = useText();
  const dates = useDates();
  const people = othersIn(visit, useMe());
  const toVisit = useFocusWhen(isNew);
  return (
    <li className={`row ${isNew ? 'row-new' : ''}`}>
      <p className="row-when">
        <strong>{dates.shortDay(visit.starts_at)}</strong>
        <span>{dates.time(visit.starts_at)}</span>
      </p>
      <div className="row-what">
        <Link ref={toVisit} className="row-link" to="/visits/$visitId" params={{ visitId: visit.id }}>{visit.name}</Link>
        {people.map((person) => (
          <span key={person.id} className="row-person">
            {nameWords(person, t)}
            {person.personnummer && <span className="number">{personnummerWords(person.personnummer)}</span>}
          </span>
        ))}
      </div>
      <div className="row-state"><StateChip standing={standingOf(visit, now)} /></div>
      <RowActions visit={visit} />
    </li>
  );
}

function RowActions({ visit }: { visit: Visit }) {
  const t = useText();
  const isStaff = isStaffIn(visit, useMe());
  if (!visit.can.start && !visit.can.join && !visit.can.cancel) return null;
  return (
    <div className="row-actions">
      {visit.can.join && (
        <Link className="button button-outlined button-small" to="/visits/$visitId" params={{ visitId: visit.id }}>
          {isStaff ? t('visit.connect') : t('visit.goTo')}
        </Link>
      )}
      {visit.can.start && <StartVisit visit={visit} look="outlined" />}
      {visit.can.cancel && <CancelVisit visit={visit} />}
    </div>
  );
}
