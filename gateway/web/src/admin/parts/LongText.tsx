/** A labelled field for several lines. */
import { FieldError, Label, Text as Help, TextArea, TextField } from 'react-aria-components';

interface LongTextProps {
  label: string;
  help: string;
  value: string;
  fault: string | undefined;
  longest: number;
  onChange: (value: string) => void;
}

export function LongText({ label, help, value, fault, longest, onChange }: LongTextProps) {
  return (
    <TextField className="field" value={value} onChange={onChange} maxLength={longest} isRequired isInvalid={fault !== undefined} validationBehavior="aria">
      <Label className="field-label">{label}</Label>
      <Help slot="description" className="field-help">{help}</Help>
      <TextArea className="input" rows={3} />
      <FieldError className="field-error">{fault}</FieldError>
    </TextField>
  );
}
