/** How a visit stands, as a word with a dot. */
import { useText } from '../language/useText';
import type { Standing } from './standing';

export function StateChip({ standing }: { standing: Standing }) {
  const t = useText();
  const words: Record<Standing, string> = {
    booked: t('chip.booked'),
    ongoing: t('chip.ongoing'),
    neverStarted: t('chip.neverStarted'),
    ended: t('chip.ended'),
    cancelled: t('chip.cancelled'),
    missed: t('chip.missed'),
  };
  return <span className={`chip chip-${standing}`}><span className="dot" aria-hidden="true" />{words[standing]}</span>;
}
