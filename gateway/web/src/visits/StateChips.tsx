/** How a visit stands, and whether somebody must decide what becomes of it. */
import type { Visit } from '../api/care';
import { useText } from '../language/useText';
import { StateChip } from './StateChip';
import { standingOf } from './standing';

export function StateChips({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const standing = standingOf(visit, now);
  const showsNeed = visit.needs_action && (standing === 'booked' || standing === 'ongoing' || standing === 'neverStarted');
  return (
    <span className="chips">
      <StateChip standing={standing} />
      {showsNeed && <span className="chip chip-needed"><span className="dot" aria-hidden="true" />{t('attention.needed')}</span>}
    </span>
  );
}
