/** One visit in a list: when, what, with whom, how it stands and what can be done. */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { BusyButton } from '../frame/BusyButton';
import { useMe } from '../frame/SignedIn';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { WaitingLine } from '../waiting/WaitingLine';
import { RowPeople } from './RowPeople';
import { StartVisit } from './StartVisit';
import { StateChips } from './StateChips';
import { isStaffIn } from './standing';
import { useFocusWhen } from './useFocusWhen';
import { useMissed } from './useMissed';
import { VisitMenu } from './VisitMenu';

export function VisitRow({ visit, now, isNew }: { visit: Visit; now: number; isNew: boolean }) {
  const dates = useDates();
  const toVisit = useFocusWhen(isNew);
  return (
    <li className={`row ${isNew ? 'row-new' : ''}`}>
      <p className="row-when">
        <strong>{dates.shortDay(visit.starts_at)}</strong>
        <span>{dates.time(visit.starts_at)}</span>
      </p>
      <div className="row-what">
        <Link ref={toVisit} className="row-link" to="/visits/$visitId" params={{ visitId: visit.id }}>{visit.name}</Link>
        <RowPeople visit={visit} />
        <WaitingLine visit={visit} />
      </div>
      <div className="row-state"><StateChips visit={visit} now={now} /></div>
      <RowActions visit={visit} now={now} />
    </li>
  );
}

const NEAR_MILLISECONDS = 12 * 3_600_000;

/** Nobody starts a visit of another day by a button in a list; its own page has one. */
const isNear = (visit: Visit, now: number) => Math.abs(Date.parse(visit.starts_at) - now) < NEAR_MILLISECONDS;

function RowActions({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const isStaff = isStaffIn(visit, useMe());
  const missed = useMissed(visit);
  if (!Object.values(visit.can).some(Boolean)) return null;
  return (
    <div className="row-actions">
      {visit.can.join && (
        <Link className="button button-outlined button-small" to="/visits/$visitId" params={{ visitId: visit.id }}>
          {isStaff ? t('visit.connect') : t('visit.goTo')}
        </Link>
      )}
      {visit.can.start && visit.state === 'booked' && isNear(visit, now) && <StartVisit visit={visit} look="outlined" />}
      {missed.isJustMarked && visit.can.take_back_missed && (
        <BusyButton className="button button-outlined" isBusy={missed.isBusy} onPress={missed.takeBack}
          aria-label={t('missed.takeBackWhich', { name: visit.name })}>{t('missed.undo')}</BusyButton>
      )}
      {missed.refused && <span className="action-error" role="alert">{missed.refused}</span>}
      <VisitMenu visit={visit} missed={missed} />
    </div>
  );
}
