/** Visits that lost their patient or their staff: «Behöver åtgärd», for administrators. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import { Notice } from '../frame/Notice';
import { useMe } from '../frame/SignedIn';
import { nameWords } from '../language/nameWords';
import { useDates } from '../language/useDates';
import { useText, type Text } from '../language/useText';
import { attentionQuestion } from '../questions';

export function Attention() {
  const t = useText();
  const attention = useQuery(attentionQuestion);
  if (attention.isError && !attention.data) {
    return (
      <Notice kind="error">
        <p>{t('attention.unavailable')}</p>
        <Button className="button button-outlined" onPress={() => void attention.refetch()}>{t('tryAgain')}</Button>
      </Notice>
    );
  }
  if (!attention.data || attention.data.length === 0) return null;
  return (
    <section className="visit-group" aria-labelledby="attention-heading">
      <h2 id="attention-heading">{t('attention.title')}</h2>
      <p className="group-help">{t('attention.text')}</p>
      <ul className="card rows">
        {attention.data.map((visit) => <VisitInNeed key={visit.id} visit={visit} />)}
      </ul>
    </section>
  );
}

function VisitInNeed({ visit }: { visit: Visit }) {
  const t = useText();
  const dates = useDates();
  const me = useMe();
  const people = [...visit.staff, ...visit.patients];
  const isMine = people.some((person) => person.id === me.id);
  return (
    <li className="row">
      <p className="row-when"><strong>{dates.shortDay(visit.starts_at)}</strong><span>{dates.time(visit.starts_at)}</span></p>
      <div className="row-what">
        {isMine
          ? <Link className="row-link" to="/visits/$visitId" params={{ visitId: visit.id }}>{visit.name}</Link>
          : <strong>{visit.name}</strong>}
        <span className="row-person">{people.map((person) => nameWords(person, t)).join(', ')}</span>
      </div>
      <div className="row-state"><span className="chip chip-neverStarted"><span className="dot" />{lackWords(visit, t)}</span></div>
    </li>
  );
}

function lackWords(visit: Visit, t: Text): string {
  if (visit.patients.length === 0 && visit.staff.length === 0) return t('attention.nobody');
  if (visit.patients.length === 0) return t('attention.noPatient');
  return visit.staff.length === 0 ? t('attention.noStaff') : t('attention.needed');
}
