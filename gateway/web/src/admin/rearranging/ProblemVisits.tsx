/** The visits that could not be rearranged, a page at a time: which, why, and the way to see to each by hand. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Rearrangement } from '../../api/rearranging';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { visitQuestion } from '../../questions';
import { problemWords } from './problemWords';

const PAGE_LENGTH = 20;

export function ProblemVisits({ problems }: Pick<Rearrangement, 'problems'>) {
  const t = useText();
  const [page, setPage] = useState(0);
  const from = page * PAGE_LENGTH;
  const shown = problems.slice(from, from + PAGE_LENGTH);
  const isLast = from + PAGE_LENGTH >= problems.length;
  return (
    <section className="card people" aria-labelledby="problem-visits">
      <h2 id="problem-visits" className="card-title">{t('rearrange.problems')}</h2>
      <ul className="bad-rows">
        {shown.map(({ visit_id, code }) => <ProblemVisit key={visit_id} visitId={visit_id} code={code} />)}
      </ul>
      <div className="people-foot">
        <p role="status">{t('rearrange.problemCount', { from: from + 1, to: from + shown.length, total: problems.length })}</p>
        {problems.length > PAGE_LENGTH && (
          <div className="people-pages">
            <Button className="button button-outlined button-small" aria-disabled={page === 0} onPress={() => setPage(Math.max(0, page - 1))}>{t('admin.previous')}</Button>
            <Button className="button button-outlined button-small" aria-disabled={isLast} onPress={() => { if (!isLast) setPage(page + 1); }}>{t('admin.next')}</Button>
          </div>
        )}
      </div>
    </section>
  );
}

function ProblemVisit({ visitId, code }: { visitId: string; code: string }) {
  const t = useText();
  const dates = useDates();
  const visit = useQuery(visitQuestion(visitId)).data;
  return (
    <li className="log-row problem-visit">
      <div className="problem-words">
        {visit && <strong>{visit.name}</strong>}
        {visit && <span className="number"><span className="sentence">{dates.span(visit.starts_at, visit.ends_at)}</span></span>}
        <span className="problem-why">{problemWords(code, t)}</span>
      </div>
      {visit?.can.change && (
        <Link className="button button-outlined button-small" to="/visits/$visitId/change" params={{ visitId }} preload={false}
          aria-label={t('our.changeWhich', { name: visit.name })}>{t('our.change')}</Link>
      )}
    </li>
  );
}
