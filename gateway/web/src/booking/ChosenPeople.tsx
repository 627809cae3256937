/** The chosen people as chips; one stop for Tab, arrows between them, and each with a way out. */
import { Button, Tag, TagGroup, TagList } from 'react-aria-components';
import type { Participant } from '../api/people';
import { nameWords } from '../language/nameWords';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

interface ChosenPeopleProps { label: string; people: Participant[]; fixedId: string | undefined; onRemove: (ids: string[]) => void }

export function ChosenPeople({ label, people, fixedId, onRemove }: ChosenPeopleProps) {
  const t = useText();
  return (
    <TagGroup className="chosen" aria-label={t('people.chosen', { label })} onRemove={(keys) => onRemove([...keys].map(String))}>
      <TagList className="chosen-list" items={people} dependencies={[fixedId, t]}>
        {(person: Participant) => (
          <Tag id={person.id} className="chosen-person" textValue={nameWords(person, t)}>
            <span className="chosen-words">
              <strong>{nameWords(person, t)}</strong>
              {person.personnummer && <span className="number">{personnummerWords(person.personnummer)}</span>}
            </span>
            {person.id !== fixedId && <Button slot="remove" className="chosen-remove"><Icon name="close" /></Button>}
          </Tag>
        )}
      </TagList>
    </TagGroup>
  );
}
