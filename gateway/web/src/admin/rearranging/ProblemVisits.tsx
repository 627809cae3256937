/** The visits that could not be rearranged, a page at a time: which, why, and the way to see to each by hand. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Rearrangement } from '../../api/rearranging';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { visitQuestion } from '../../questions';
import { RowsByPage } from '../parts/RowsByPage';
import { problemWords } from './problemWords';

export function ProblemVisits({ problems }: Pick<Rearrangement, 'problems'>) {
  const t = useText();
  return (
    <RowsByPage id="problem-visits" title={t('rearrange.problems')} rows={problems}
      count={(span) => t('rearrange.problemCount', { ...span, total: problems.length })}
      row={({ visit_id, code }) => <ProblemVisit key={visit_id} visitId={visit_id} code={code} />} />
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
