/** Rows that are all here, shown a page at a time: those of an import that must be mended, visits that were left out. */
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../../language/useText';

const PAGE_LENGTH = 20;

interface RowsByPageProps<Row> {
  id: string;
  title: string;
  rows: Row[];
  /** A list item for each. */
  row: (row: Row) => ReactNode;
  count: (span: { from: number; to: number }) => string;
}

export function RowsByPage<Row>({ id, title, rows, row, count }: RowsByPageProps<Row>) {
  const t = useText();
  const [page, setPage] = useState(0);
  const from = page * PAGE_LENGTH;
  const shown = rows.slice(from, from + PAGE_LENGTH);
  const isLast = from + PAGE_LENGTH >= rows.length;
  return (
    <section className="card people" aria-labelledby={id}>
      <h2 id={id} className="card-title">{title}</h2>
      <ul className="bad-rows">{shown.map(row)}</ul>
      <div className="people-foot">
        <p role="status">{count({ from: from + 1, to: from + shown.length })}</p>
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
