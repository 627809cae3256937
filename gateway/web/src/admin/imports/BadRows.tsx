/** The rows that must be mended, a page at a time: the line in the file, and what is wrong with it in words. */
import type { BadRow } from '../../api/imports';
import { useText } from '../../language/useText';
import { RowsByPage } from '../parts/RowsByPage';
import { rowProblem } from './rowProblem';

export function BadRows({ rows, total }: { rows: BadRow[]; total: number }) {
  const t = useText();
  return (
    <RowsByPage id="bad-rows" title={t('admin.import.badRowsTitle')} rows={rows}
      count={(span) => t('admin.import.badRowsCount', { ...span, total })}
      row={({ number, problems }) => (
        <li key={number} className="bad-row">
          <strong className="number">{t('admin.import.row', { number })}</strong>
          <span>{problems.map((code) => rowProblem(code, t)).join(' ')}</span>
        </li>
      )} />
  );
}
