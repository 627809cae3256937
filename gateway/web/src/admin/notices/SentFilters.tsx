/** Narrows what was sent to how it stands and which way it went. */
import type { SentChannel, SentState } from '../../api/notices';
import { useText } from '../../language/useText';
import { Choice } from '../parts/Choice';
import type { SentFilter } from './sentFilter';
import { channelWords, STATES, stateWords } from './stateWords';

export function SentFilters({ filter: { state, channel }, onChange }: { filter: SentFilter; onChange: (filter: SentFilter) => void }) {
  const t = useText();
  return (
    <div className="sent-filters">
      <Choice<SentState | 'all'> label={t('sent.stateFilter')} chosen={state ?? 'all'}
        onChoose={(chosen) => onChange({ ...(channel && { channel }), ...(chosen !== 'all' && { state: chosen }) })}
        options={[{ id: 'all', words: t('sent.allStates') }, ...STATES.map((id) => ({ id, words: stateWords(id, t) }))]} />
      <Choice<SentChannel | 'all'> label={t('sent.channelFilter')} chosen={channel ?? 'all'}
        onChoose={(chosen) => onChange({ ...(state && { state }), ...(chosen !== 'all' && { channel: chosen }) })}
        options={[{ id: 'all', words: t('sent.allChannels') }, { id: 'sms', words: channelWords('sms', t) }, { id: 'email', words: channelWords('email', t) }]} />
    </div>
  );
}
