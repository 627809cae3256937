/** Which staff may go in and out of each group; one may be in all of them. */
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import type { Visit } from '../api/care';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import type { GroupDraft } from './groupDraft';

interface PlaceStaffProps { visit: Visit; draft: GroupDraft; nameOf: (place: number) => string; onStaff: (group: number, ids: string[]) => void }

export function PlaceStaff({ visit, draft, nameOf, onStaff }: PlaceStaffProps) {
  const t = useText();
  return (
    <details className="group-staff">
      <summary>{t('groups.staff')}</summary>
      <p>{t('groups.staffHelp')}</p>
      {Array.from({ length: draft.count }, (_, place) => (
        <CheckboxGroup key={place} className="field" value={draft.staff[place]!} onChange={(ids) => onStaff(place, ids)}>
          <Label className="field-label">{nameOf(place)}</Label>
          {visit.staff.map((person) => (
            <Checkbox key={person.id} className="checkbox" value={person.id}>
              <span className="checkbox-box"><Icon name="check" /></span>{nameWords(person, t)}
            </Checkbox>
          ))}
        </CheckboxGroup>
      ))}
    </details>
  );
}
