/** Finds a patient by name or personnummer, with or without the hyphen. */
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text as Help } from 'react-aria-components';
import type { Patient } from '../api/people';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { matchesPatient } from './matchesPatient';

interface PatientFieldProps {
  patients: Patient[];
  chosen: string | null;
  fault: string | undefined;
  onChange: (patientId: string | null) => void;
}

export function PatientField({ patients, chosen, fault, onChange }: PatientFieldProps) {
  const t = useText();
  return (
    <ComboBox className="field" defaultItems={patients} defaultFilter={matchesPatient} selectedKey={chosen} menuTrigger="focus"
      onSelectionChange={(key) => onChange(key === null ? null : String(key))} allowsEmptyCollection
      isInvalid={fault !== undefined} isRequired validationBehavior="aria">
      <Label className="field-label">{t('booking.patient')}</Label>
      <Help slot="description" className="field-help">{t('booking.patientHelp')}</Help>
      <div className="combo">
        <Input className="input" autoComplete="off" />
        <Button className="combo-button"><Icon name="chevron" /></Button>
      </div>
      <FieldError className="field-error">{fault}</FieldError>
      <Popover className="popover combo-popover">
        <ListBox className="menu" renderEmptyState={() => <p className="menu-empty">{t('booking.patientNone')}</p>}>
          {(patient: Patient) => (
            <ListBoxItem id={patient.id} className="menu-item" textValue={`${patient.name}, ${personnummerWords(patient.personnummer)}`}>
              <span className="person-words">
                <strong>{patient.name}</strong><span className="number">{personnummerWords(patient.personnummer)}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
