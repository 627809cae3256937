/** Each visit of a plan: as it is, as it would be, and what stands in the way. */
import { Checkbox } from 'react-aria-components';
import type { PlannedVisit, RearrangingAction } from '../../api/rearranging';
import { useDates } from '../../language/useDates';
import { useText } from '../../language/useText';
import { Icon } from '../../look/Icon';
import { BookingPeople } from '../bookings/BookingPeople';
import { chosenAtFirst, toggled } from './chosenAtFirst';
import { problemWords } from './problemWords';

interface PreviewTableProps {
  visits: PlannedVisit[];
  action: RearrangingAction;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

export function PreviewTable({ visits, action, chosen, onChoose }: PreviewTableProps) {
  const t = useText();
  const possible = chosenAtFirst(visits);
  const isAll = possible.size > 0 && chosen.size === possible.size;
  return (
    <div className="card people">
      <div className="preview-all">
        <Checkbox className="checkbox" isSelected={isAll} isIndeterminate={!isAll && chosen.size > 0} isDisabled={possible.size === 0}
          onChange={(all) => onChoose(all ? possible : new Set())}>
          <Box />
          <span>{t('rearrange.all')}</span>
        </Checkbox>
      </div>
      <ul className="preview-list" aria-label={t('rearrange.visits')}>
        {visits.map((planned) => (
          <PreviewRow key={planned.visit.id} planned={planned} action={action} isChosen={chosen.has(planned.visit.id)}
            onChoose={(isChosen) => onChoose(toggled(chosen, planned.visit.id, isChosen))} />
        ))}
      </ul>
    </div>
  );
}

const Box = () => <span className="checkbox-box"><Icon name="check" /></span>;

interface PreviewRowProps { planned: PlannedVisit; action: RearrangingAction; isChosen: boolean; onChoose: (isChosen: boolean) => void }

function PreviewRow({ planned: { visit, new_starts_at: newStart, problem, overlap_count: overlaps }, action, isChosen, onChoose }: PreviewRowProps) {
  const t = useText();
  const dates = useDates();
  const when = dates.span(visit.starts_at, visit.ends_at);
  const isMoved = action === 'move' && newStart !== null && problem === null;
  return (
    <li className="preview-row" data-left-out={!isChosen || undefined}>
      <Checkbox className="checkbox" isSelected={isChosen} isDisabled={problem !== null} onChange={onChoose}
        aria-label={t('rearrange.choose', { name: visit.name, when })}>
        <Box />
      </Checkbox>
      <div className="preview-when">
        <span className={isMoved ? 'preview-before' : 'preview-now'}><span className="sentence">{when}</span></span>
        {isMoved && (
          <span className="preview-now"><span className="for-screen-readers">{t('rearrange.newTime')}{' '}</span><span className="sentence">{dates.span(newStart, endOf(newStart, visit.length_minutes))}</span></span>
        )}
        <strong>{visit.name}</strong>
      </div>
      <div className="booking-people"><BookingPeople visit={visit} /></div>
      <div className="preview-notes">
        {problem !== null && <span className="chip chip-problem"><span className="dot" aria-hidden="true" />{problemWords(problem, t)}</span>}
        {problem === null && overlaps > 0 && <span className="chip chip-neverStarted"><span className="dot" aria-hidden="true" />{t('rearrange.overlaps', { count: overlaps })}</span>}
      </div>
    </li>
  );
}

const endOf = (startsAt: string, minutes: number) => new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
