/** One visit in a patient's list: the day in words, the time, with whom; the whole row leads there. */
import { Link } from '@tanstack/react-router';
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { namesOf } from './namesOf';
import { othersIn, standingOf } from './standing';
import { StateChip } from './StateChip';

export function PatientsRow({ visit, now }: { visit: Visit; now: number }) {
  const t = useText();
  const dates = useDates();
  const standing = standingOf(visit, now);
  const names = namesOf(othersIn(visit, useMe()), t);
  return (
    <li className="patients-row">
      <div className="patients-words">
        <Link className="row-link" to="/visits/$visitId" params={{ visitId: visit.id }}>
          <span className="sentence">{dates.dayAndTime(visit.starts_at, now)}</span>
        </Link>
        <span className="patients-what">{names ? t('bookings.withWhom', { name: visit.name, people: names }) : visit.name}</span>
        {standing !== 'booked' && <StateChip standing={standing} />}
      </div>
      <Icon name="chevron" />
    </li>
  );
}
