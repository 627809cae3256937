/** The rows that must be mended, a page at a time: the line in the file, and what is wrong with it in words. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { BadRow } from '../../api/imports';
import { useText } from '../../language/useText';
import { rowProblem } from './rowProblem';

const PAGE_LENGTH = 20;

export function BadRows({ rows, total }: { rows: BadRow[]; total: number }) {
  const t = useText();
  const [page, setPage] = useState(0);
  const from = page * PAGE_LENGTH;
  const shown = rows.slice(from, from + PAGE_LENGTH);
  const isLast = from + PAGE_LENGTH >= rows.length;
  return (
    <section className="card people" aria-labelledby="bad-rows">
      <h2 id="bad-rows" className="card-title">{t('admin.import.badRowsTitle')}</h2>
      <ul className="bad-rows">
        {shown.map(({ number, problems }) => (
          <li key={number} className="bad-row">
            <strong className="number">{t('admin.import.row', { number })}</strong>
            <span>{problems.map((code) => rowProblem(code, t)).join(' ')}</span>
          </li>
        ))}
      </ul>
      <div className="people-foot">
        <p role="status">{t('admin.import.badRowsCount', { from: from + 1, to: from + shown.length, total })}</p>
        {rows.length > PAGE_LENGTH && (
          <div className="people-pages">
            <Button className="button button-outlined button-small" aria-disabled={page === 0} onPress={() => setPage(Math.max(0, page - 1))}>{t('admin.previous')}</Button>
            <Button className="button button-outlined button-small" aria-disabled={isLast} onPress={() => { if (!isLast) setPage(page + 1); }}>{t('admin.next')}</Button>
          </div>
        )}
      </div>
    </section>
  );
}
