/** Date and time of day; asks which of the two is meant in the night when an hour comes twice. */
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { PlainField } from '../forms/PlainField';
import { useText } from '../language/useText';
import { clockChange, type Turn } from '../time/stockholm';
import type { Draft } from './draft';
import type { FaultWords } from './useDraft';

interface StartFieldProps { draft: Draft; words: FaultWords; onChange: (part: Partial<Draft>) => void }

export function StartField({ draft, words, onChange }: StartFieldProps) {
  const t = useText();
  const change = clockChange(draft.date, draft.time);
  return (
    <>
      <div className="side-by-side">
        <PlainField type="date" label={t('booking.date')} value={draft.date} fault={words('date')}
          onChange={(date) => onChange({ date, turn: 'earlier' })} />
        <PlainField type="time" label={t('booking.time')} value={draft.time} fault={words('time')}
          onChange={(time) => onChange({ time, turn: 'earlier' })} />
      </div>
      <div role="status" className="field-notes">
        {change === 'skipped' && <p className="field-note">{t('booking.skipped', { time: draft.time })}</p>}
        {change === 'doubled' && <p className="field-note">{t('booking.doubled', { time: draft.time })}</p>}
      </div>
      {change === 'doubled' && (
        <RadioGroup className="field" value={draft.turn} onChange={(turn) => onChange({ turn: turn as Turn })}>
          <Label className="field-label">{t('booking.turn', { time: draft.time })}</Label>
          <div className="choices">
            <Radio value="earlier" className="choice">{t('booking.turnEarlier')}</Radio>
            <Radio value="later" className="choice">{t('booking.turnLater')}</Radio>
          </div>
        </RadioGroup>
      )}
    </>
  );
}
