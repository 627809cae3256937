/** Every patient with the group one goes to: a native list each, for any keyboard and any phone. */
import type { Visit } from '../api/care';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import type { GroupDraft } from './groupDraft';

interface PlacePatientsProps {
  visit: Visit;
  /** Groups under way, whose people are best left where they are. */
  groups: Visit[];
  draft: GroupDraft;
  nameOf: (place: number) => string;
  onPlace: (patientId: string, group: number | null) => void;
}

const STAYS = '';

export function PlacePatients({ visit, groups, draft, nameOf, onPlace }: PlacePatientsProps) {
  const t = useText();
  const notes = (id: string) => {
    const group = groups.find(({ patients }) => patients.some((patient) => patient.id === id));
    if (group) return t('people.inGroup', { group: group.name });
    return visit.present.includes(id) ? '' : t('groups.notHere');
  };
  return (
    <fieldset className="group-places">
      <legend>{t('groups.who')}</legend>
      {visit.patients.map((patient) => (
        <label key={patient.id} className="group-place">
          <span className="group-place-words"><strong>{nameWords(patient, t)}</strong>{notes(patient.id) && <span>{notes(patient.id)}</span>}</span>
          <select className="input" value={draft.places[patient.id] ?? STAYS}
            onChange={({ target }) => onPlace(patient.id, target.value === STAYS ? null : Number(target.value))}>
            <option value={STAYS}>{t('groups.stays')}</option>
            {Array.from({ length: draft.count }, (_, place) => <option key={place} value={place}>{nameOf(place)}</option>)}
          </select>
        </label>
      ))}
    </fieldset>
  );
}
