/** How long the visit lasts: one of the usual lengths, or any number of minutes. */
import { FieldError, Label, Radio, RadioGroup } from 'react-aria-components';
import { useText } from '../language/useText';
import { OWN_LENGTH, PRESET_LENGTHS, type Draft } from './draft';
import { PlainField } from '../forms/PlainField';

interface LengthFieldProps { draft: Draft; fault: string | undefined; onChange: (part: Partial<Draft>) => void }

export function LengthField({ draft, fault, onChange }: LengthFieldProps) {
  const t = useText();
  const isOwn = draft.length === OWN_LENGTH;
  return (
    <>
      <RadioGroup className="field" value={draft.length} onChange={(length) => onChange({ length })}
        isInvalid={fault !== undefined && !isOwn} validationBehavior="aria">
        <Label className="field-label">{t('booking.length')}</Label>
        <div className="choices">
          {PRESET_LENGTHS.map((minutes) => (
            <Radio key={minutes} value={minutes} className="choice">{t('booking.minutes', { minutes: Number(minutes) })}</Radio>
          ))}
          <Radio value={OWN_LENGTH} className="choice">{t('booking.ownLength')}</Radio>
        </div>
        <FieldError className="field-error">{fault}</FieldError>
      </RadioGroup>
      {isOwn && (
        <div className="short-field">
          <PlainField label={t('booking.numberOfMinutes')} inputMode="numeric" value={draft.ownLength} fault={fault} maxLength={4}
            onChange={(ownLength) => onChange({ ownLength })} />
        </div>
      )}
    </>
  );
}
