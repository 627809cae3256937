/** The nearest or ongoing visit as a large card with the one next thing to do. */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { useProviderName } from '../frame/useProviderName';
import { useDates } from '../language/useDates';
import { nameWords } from '../language/nameWords';
import { useText, type Text } from '../language/useText';
import { Icon } from '../look/Icon';
import { WaitingLine } from '../waiting/WaitingLine';
import { isStaffIn, othersIn } from './standing';
import { People } from './People';
import { StartVisit } from './StartVisit';
import { StateStrip } from './StateStrip';
import { useFocusWhen } from './useFocusWhen';
import { VisitActions } from './VisitActions';

const SOON_MILLISECONDS = 60 * 60_000;

export function NearestVisit({ visit, now, isNew }: { visit: Visit; now: number; isNew: boolean }) {
  const toVisit = useFocusWhen(isNew);
  const dates = useDates();
  const me = useMe();
  const provider = useProviderName();
  const heading = `visit-${visit.id}`;
  return (
    <article className="card nearest" aria-labelledby={heading}>
      <StateStrip visit={visit} now={now} />
      <div className="card-body">
        <p className="moment">
          <span className="clock">{dates.time(visit.starts_at)}</span>
          <span className="moment-day">{dates.day(visit.starts_at, now)}</span>
        </p>
        <h2 id={heading} className="visit-name">
          <Link ref={toVisit} to="/visits/$visitId" params={{ visitId: visit.id }}>{visit.name}</Link>
        </h2>
        <People people={othersIn(visit, me)}><span>{provider}</span></People>
        <WaitingLine visit={visit} />
        <div className="next-step">
          <NextStep visit={visit} />
          <Hint visit={visit} now={now} />
          <VisitActions visit={visit} />
        </div>
      </div>
    </article>
  );
}

function NextStep({ visit }: { visit: Visit }) {
  const t = useText();
  const isStaff = isStaffIn(visit, useMe());
  const toVisit = { to: '/visits/$visitId', params: { visitId: visit.id } } as const;
  if (visit.can.start) return <StartVisit visit={visit} look="primary" />;
  if (visit.can.join) {
    return <Link {...toVisit} className="button button-primary"><Icon name="video" />{isStaff ? t('visit.connect') : t('visit.goTo')}</Link>;
  }
  return <Link {...toVisit} className="button button-outlined"><Icon name="video" />{t('visit.waitingRoom')}</Link>;
}

function Hint({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const me = useMe();
  return <p className="hint">{hintWords(visit, me.id, isStaffIn(visit, me), now, t)}</p>;
}

function hintWords(visit: Visit, myId: string, isStaff: boolean, now: number, t: Text): string {
  const present = [...visit.staff, ...visit.patients].find((person) => person.id !== myId && visit.present.includes(person.id));
  if (present) return t('visit.isInside', { name: nameWords(present, t) });
  if (visit.state === 'started') return isStaff ? t('visit.nobodyInside') : t('visit.mayGoIn');
  if (isStaff) return t('visit.patientWaits');
  const name = visit.staff[0]?.name ?? t('visit.theStaff');
  return Date.parse(visit.starts_at) - now < SOON_MILLISECONDS ? t('visit.stay', { name }) : t('visit.comeBack');
}
