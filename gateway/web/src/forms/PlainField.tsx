/** A labelled one-line field; dates and times use the device's own picker. */
import { FieldError, Input, Label, Text as Help, TextField } from 'react-aria-components';

interface PlainFieldProps {
  label: string;
  help?: string;
  type?: 'text' | 'date' | 'time' | 'tel' | 'email' | 'search';
  inputMode?: 'numeric';
  /** What the browser may fill in by itself (WCAG 1.3.5). */
  autoComplete?: string;
  value: string;
  fault?: string | undefined;
  maxLength?: number;
  isRequired?: boolean;
  isReadOnly?: boolean;
  onChange?: (value: string) => void;
}

export function PlainField({ label, help, type = 'text', fault, autoComplete = 'off', isRequired = true, ...field }: PlainFieldProps) {
  return (
    <TextField className="field" type={type} isInvalid={fault !== undefined} isRequired={isRequired} validationBehavior="aria"
      autoComplete={autoComplete} {...field}>
      <Label className="field-label">{label}</Label>
      {help && <Help slot="description" className="field-help">{help}</Help>}
      <Input className="input" />
      <FieldError className="field-error">{fault}</FieldError>
    </TextField>
  );
}
