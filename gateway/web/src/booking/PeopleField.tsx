/** The people of one kind in a visit: those chosen, and a field that finds more of them. */
import type { Participant } from '../api/people';
import { useAnnounce } from '../frame/Announcer';
import { nameWords } from '../language/nameWords';
import { useText } from '../language/useText';
import { ChosenPeople } from './ChosenPeople';
import { PersonSearch } from './PersonSearch';
import type { Group } from './useFoundPeople';

export interface PeopleFieldProps {
  group: Group;
  label: string;
  help: string;
  chosen: Participant[];
  fault: string | undefined;
  /** Something worth knowing that stops nobody. */
  note?: string | undefined;
  /** How many the field has room for. */
  most?: number;
  /** Who cannot be taken out here. */
  fixedId?: string | undefined;
  onChange: (people: Participant[]) => void;
}

export function PeopleField({ group, label, help, chosen, fault, note, most = Infinity, fixedId, onChange }: PeopleFieldProps) {
  const t = useText();
  const announce = useAnnounce();
  const isFull = chosen.length >= most;
  const add = (people: Participant[]) => {
    const all = [...chosen, ...people];
    onChange(all);
    announce(t('people.added', { names: people.map((person) => nameWords(person, t)).join(', '), count: all.length }));
  };
  const remove = (ids: string[]) => {
    const left = chosen.filter(({ id }) => id === fixedId || !ids.includes(id));
    const gone = chosen.filter((person) => !left.includes(person));
    if (gone.length === 0) return;
    onChange(left);
    announce(t('people.removed', { names: gone.map((person) => nameWords(person, t)).join(', '), count: left.length }));
  };
  return (
    <div className="field people-field" {...(isFull && fault && { 'data-invalid': true })}>
      {isFull && <span className="field-label">{label}</span>}
      {!isFull && <PersonSearch group={group} label={label} help={help} chosen={chosen} room={most - chosen.length} fault={fault} onChoose={add} />}
      {chosen.length > 0 && <ChosenPeople label={label} people={chosen} fixedId={fixedId} onRemove={remove} />}
      {isFull && fault && <p className="field-error">{fault}</p>}
      {note && !fault && <p className="field-note" role="status">{note}</p>}
    </div>
  );
}
