/** Why something is changed; free words that are kept with the booking. */
import { Label, Text as Help, TextArea, TextField } from 'react-aria-components';
import { useText } from '../../language/useText';
import { LONGEST_REASON } from './planDraft';

export function ReasonField({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const t = useText();
  return (
    <TextField className="field" value={value} onChange={onChange} maxLength={LONGEST_REASON}>
      <Label className="field-label">{t('rearrange.reason')}</Label>
      <Help slot="description" className="field-help">{t('rearrange.reasonHelp')}</Help>
      <TextArea className="input" rows={2} />
    </TextField>
  );
}
