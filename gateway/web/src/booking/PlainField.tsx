/** A labelled one-line field; dates and times use the device's own picker. */
import { FieldError, Input, Label, Text as Help, TextField } from 'react-aria-components';

interface PlainFieldProps {
  label: string;
  help?: string;
  type?: 'text' | 'date' | 'time';
  inputMode?: 'numeric';
  value: string;
  fault: string | undefined;
  maxLength?: number;
  onChange: (value: string) => void;
}

export function PlainField({ label, help, type = 'text', fault, inputMode, maxLength, ...value }: PlainFieldProps) {
  return (
    <TextField className="field" type={type} isInvalid={fault !== undefined} isRequired validationBehavior="aria"
      {...(inputMode && { inputMode })} {...(maxLength && { maxLength })} {...value}>
      <Label className="field-label">{label}</Label>
      {help && <Help slot="description" className="field-help">{help}</Help>}
      <Input className="input" autoComplete="off" />
      <FieldError className="field-error">{fault}</FieldError>
    </TextField>
  );
}
