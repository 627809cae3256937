/** A field that finds people by name or personnummer while one writes, and takes a pasted list of numbers at once. */
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text as Help } from 'react-aria-components';
import type { Invitable } from '../api/booking';
import type { Participant } from '../api/people';
import { personnummerWords } from '../language/personnummerWords';
import { useText } from '../language/useText';
import { pastedNumbers } from './pastedNumbers';
import { PastedNote } from './PastedNote';
import { SEARCHES, useFoundPeople, type Group } from './useFoundPeople';
import { usePasted } from './usePasted';

interface PersonSearchProps {
  group: Group;
  label: string;
  help: string;
  chosen: Participant[];
  /** How many more there is room for. */
  room: number;
  fault: string | undefined;
  onChoose: (people: Participant[]) => void;
}

export function PersonSearch({ group, label, help, chosen, room, fault, onChoose }: PersonSearchProps) {
  const [typed, setTyped] = useState('');
  const { people, words, hasMore } = useFoundPeople(group, typed, chosen);
  const pasted = usePasted(SEARCHES[group], chosen, room, onChoose);
  const choose = (person: Invitable | undefined) => {
    if (!person) return;
    setTyped('');
    pasted.forget();
    onChoose([person]);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    // Enter never books while people are being chosen; the only one found needs no arrow.
    event.preventDefault();
    if (people.length === 1 && !event.currentTarget.getAttribute('aria-activedescendant')) choose(people[0]);
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const numbers = pastedNumbers(event.clipboardData.getData('text'));
    if (numbers.length === 0) return;
    event.preventDefault();
    setTyped('');
    void pasted.find(numbers);
  };
  return (
    <>
      <ComboBox className="field" items={people} selectedKey={null} inputValue={typed} onInputChange={setTyped} menuTrigger="input"
        onSelectionChange={(key) => choose(people.find(({ id }) => id === key))} allowsEmptyCollection
        isInvalid={fault !== undefined} isRequired={chosen.length === 0} validationBehavior="aria">
        <Label className="field-label">{label}</Label>
        <Help slot="description" className="field-help">{help}</Help>
        <Input className="input" autoComplete="off" onKeyDown={press} onPaste={paste} />
        <FieldError className="field-error">{fault}</FieldError>
        <FoundPeople words={words} hasMore={hasMore} />
      </ComboBox>
      <PastedNote {...pasted} />
    </>
  );
}

function FoundPeople({ words, hasMore }: { words: string; hasMore: boolean }) {
  const t = useText();
  return (
    <Popover className="popover combo-popover">
      <ListBox className="menu" renderEmptyState={() => <p className="menu-empty">{words}</p>}>
        {(person: Invitable) => (
          <ListBoxItem id={person.id} className="menu-item" textValue={textOf(person)}>
            <span className="person-words">
              <strong>{person.name}</strong>
              {person.personnummer && <span className="number">{personnummerWords(person.personnummer)}</span>}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
      {hasMore && <p className="menu-foot">{t('people.more')}</p>}
    </Popover>
  );
}

const textOf = ({ name, personnummer }: Invitable) => (personnummer ? `${name}, ${personnummerWords(personnummer)}` : name);
