/** A visit with one patient, or a group in which patients know each other by initials only. */
import { Label, Radio, RadioGroup, Text as Help } from 'react-aria-components';
import { useText } from '../language/useText';
import type { Kind } from './draft';

export function KindField({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const t = useText();
  return (
    <RadioGroup className="field" value={kind} onChange={(chosen) => onChange(chosen as Kind)}>
      <Label className="field-label">{t('booking.kind')}</Label>
      <div className="choices">
        <Radio value="single" className="choice">{t('booking.single')}</Radio>
        <Radio value="group" className="choice">{t('booking.group')}</Radio>
      </div>
      {kind === 'group' && <Help slot="description" className="field-help field-help-below">{t('booking.groupHelp')}</Help>}
    </RadioGroup>
  );
}
