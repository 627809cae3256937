/** The band on top of a visit that says how it stands; changes in place and is heard when it does. */
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { StateChip } from './StateChip';
import { isStaffIn, standingOf } from './standing';

export function StateStrip({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const isStaff = isStaffIn(visit, useMe());
  const standing = standingOf(visit, now);
  const waiting = isStaff ? t('visit.notStarted') : t('visit.waiting');
  const words = { booked: waiting, started: t('visit.started'), ended: t('visit.isEnded'), cancelled: t('visit.isCancelled'), missed: t('visit.isMissed') };
  return (
    <div className={`strip strip-${visit.state}`}>
      <p role="status" className="strip-words"><span className="dot pulse" aria-hidden="true" />{words[visit.state]}</p>
      <StateChip standing={standing} />
    </div>
  );
}
