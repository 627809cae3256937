/** Pictures of many people in a grid that fits, in pages when there are too many; whoever speaks is on the first. */
import { useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { SpeakerOrder, type Speaking } from './speakerOrder';
import { tileGrid } from './tileGrid';
import { useSize } from './useSize';

export function TileGrid({ people, children }: { people: Speaking[]; children: (id: string) => ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [order] = useState(() => new SpeakerOrder());
  const [wanted, setPage] = useState(0);
  const { columns, rows, perPage } = tileGrid(people.length, useSize(frame));
  const ids = order.arrange(people, perPage);
  const pages = Math.ceil(ids.length / perPage);
  const page = Math.min(wanted, pages - 1);
  return (
    <div className="tiles-frame">
      <div ref={frame} className="tiles-room">
        <div className="tiles" style={{ '--columns': columns, '--rows': rows } as CSSProperties}>
          {ids.slice(page * perPage, (page + 1) * perPage).map((id) => <div key={id} className="tile-place">{children(id)}</div>)}
        </div>
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onPage={setPage} />}
    </div>
  );
}

function Pager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const t = useText();
  return (
    <div className="pager" role="group" aria-label={t('room.pages')}>
      <Button className="pager-button" aria-label={t('room.previousPage')} isDisabled={page === 0} onPress={() => onPage(page - 1)}><Icon name="back" /></Button>
      <p role="status">{t('room.page', { page: page + 1, pages })}</p>
      <Button className="pager-button pager-next" aria-label={t('room.nextPage')} isDisabled={page === pages - 1} onPress={() => onPage(page + 1)}><Icon name="back" /></Button>
    </div>
  );
}
