/** Finds the one colleague who takes somebody's place. */
import type { Participant } from '../../api/people';
import { PeopleField } from '../../booking/PeopleField';
import { useText } from '../../language/useText';

interface ColleagueFieldProps {
  label: string;
  chosen: Participant | null;
  fault: string | undefined;
  onChoose: (colleague: Participant | null) => void;
}

export function ColleagueField({ label, chosen, fault, onChoose }: ColleagueFieldProps) {
  const t = useText();
  return (
    <PeopleField group="colleagues" label={label} help={t('rearrange.substituteHelp')} chosen={chosen ? [chosen] : []} most={1} fault={fault}
      onChange={(people) => onChoose(people[0] ?? null)} />
  );
}
