/** What a colleague may do: the rights are apart, and may be held together. */
import { CheckboxGroup, FieldError, Label } from 'react-aria-components';
import type { Right } from '../../api/administering';
import { useText } from '../../language/useText';
import { TickOption } from '../parts/Tick';
import { rightsOf } from './personDraft';

interface RightsFieldProps {
  rights: Right[];
  fault: string | undefined;
  onChange: (rights: Right[]) => void;
  /** The heading that names the rights, where there is one. */
  labelledBy?: string;
}

export function RightsField({ rights, fault, onChange, labelledBy }: RightsFieldProps) {
  const t = useText();
  return (
    <CheckboxGroup className="field" value={rights} isInvalid={fault !== undefined} validationBehavior="aria" {...(labelledBy && { 'aria-labelledby': labelledBy })}
      onChange={(values) => onChange(rightsOf(values))}>
      {!labelledBy && <Label className="field-label">{t('admin.rights')}</Label>}
      <TickOption value="staff" help={t('admin.rights.staffHelp')}>{t('role.staff')}</TickOption>
      <TickOption value="administrator" help={t('admin.rights.administratorHelp')}>{t('role.administrator')}</TickOption>
      <FieldError className="field-error">{fault}</FieldError>
    </CheckboxGroup>
  );
}
