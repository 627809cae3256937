/** «Upprepa varje vecka», and how many times. */
import { Tick } from '../admin/parts/Tick';
import { PlainField } from '../forms/PlainField';
import { useText } from '../language/useText';
import type { Draft } from './draft';

interface RepeatFieldProps { draft: Draft; fault: string | undefined; onChange: (part: Partial<Draft>) => void }

export function RepeatField({ draft, fault, onChange }: RepeatFieldProps) {
  const t = useText();
  return (
    <div className="field repeat">
      <Tick isTicked={draft.isRepeated} onChange={(isRepeated) => onChange({ isRepeated })}>{t('booking.repeat')}</Tick>
      {draft.isRepeated && (
        <div className="short-field">
          <PlainField label={t('booking.times')} inputMode="numeric" value={draft.times} fault={fault} maxLength={4}
            onChange={(times) => onChange({ times })} />
        </div>
      )}
    </div>
  );
}
