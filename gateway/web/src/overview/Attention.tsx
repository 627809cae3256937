/** The first visits that lost their patient or their staff, for administrators; all of them stand in «Våra bokningar». */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { tabOf } from '../admin/bookings/tabOf';
import type { Visit } from '../api/care';
import { Notice } from '../frame/Notice';
import { nameWords } from '../language/nameWords';
import { useDates } from '../language/useDates';
import { useText } from '../language/useText';
import { attentionQuestion } from '../questions';
import { now } from '../time/clock';
import { lackWords } from './lackWords';

const MOST_SHOWN = 5;

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
        {attention.data.slice(0, MOST_SHOWN).map((visit) => <VisitInNeed key={visit.id} visit={visit} />)}
      </ul>
      <Link className="overview-more" to="/admin/bookings/{-$tab}" params={{ tab: tabOf(attention.data[0]!, now()) }} search={{ attention: true }}>
        {t('attention.all', { count: attention.data.length })}
      </Link>
    </section>
  );
}

function VisitInNeed({ visit }: { visit: Visit }) {
  const t = useText();
  const dates = useDates();
  const people = [...visit.staff, ...visit.patients];
  return (
    <li className="row">
      <p className="row-when"><strong>{dates.shortDay(visit.starts_at)}</strong><span>{dates.time(visit.starts_at)}</span></p>
      <div className="row-what">
        <Link className="row-link" to="/admin/bookings/{-$tab}" params={{ tab: tabOf(visit, now()) }} search={{ attention: true }}>{visit.name}</Link>
        <span className="row-person">{people.map((person) => nameWords(person, t)).join(', ')}</span>
      </div>
      <div className="row-state"><span className="chip chip-neverStarted"><span className="dot" />{lackWords(visit, t)}</span></div>
    </li>
  );
}
