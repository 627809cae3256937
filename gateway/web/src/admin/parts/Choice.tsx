/** One of a few, shown as a list that opens. */
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Icon } from '../../look/Icon';

interface ChoiceProps<Key extends string> { label: string; chosen: Key; options: { id: Key; words: string }[]; onChoose: (id: Key) => void }

export function Choice<Key extends string>({ label, chosen, options, onChoose }: ChoiceProps<Key>) {
  return (
    <Select className="field" selectedKey={chosen} onSelectionChange={(key) => onChoose(String(key) as Key)}>
      <Label className="field-label">{label}</Label>
      <Button className="input select-button"><SelectValue className="select-value" /><Icon name="chevron" /></Button>
      <Popover className="popover combo-popover">
        <ListBox className="menu">
          {options.map(({ id, words }) => (
            <ListBoxItem key={id} id={id} className="menu-item" textValue={words}>{words}</ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
