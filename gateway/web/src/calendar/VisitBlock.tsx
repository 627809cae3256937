/** A visit in a day: its time, its name and with whom, as one link. */
import { Link } from '@tanstack/react-router';
import { useMe } from '../frame/SignedIn';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { namesOf } from '../visits/namesOf';
import { othersIn, standingOf } from '../visits/standing';
import { StateChip } from '../visits/StateChip';
import type { Placed } from './lanes';

export function VisitBlock({ visit, from, minutes, lane, lanes, isFolded, now }: Placed & { now: number }) {
  const t = useText();
  const dates = useDates();
  const standing = standingOf(visit, now);
  const place = { '--from': from, '--minutes': minutes, '--lane': lane, '--lanes': lanes } as React.CSSProperties;
  return (
    <li className={`visit-block block-${standing} ${isFolded ? 'block-folded' : ''}`} style={place}>
      <Link to="/visits/$visitId" params={{ visitId: visit.id }}>
        <span className="block-time number">{dates.time(visit.starts_at)}<span className="block-end">–{dates.time(visit.ends_at)}</span></span>
        <strong>{visit.name}</strong>
        <span className="block-people">{namesOf(othersIn(visit, useMe()), t)}</span>
      </Link>
      {standing !== 'booked' && <StateChip standing={standing} />}
    </li>
  );
}
