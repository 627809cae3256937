/** How many small groups: a number with a button on each side. */
import { Button, Group, Input, Label, NumberField } from 'react-aria-components';
import { useText } from '../language/useText';

export function GroupCount({ count, most, onCount }: { count: number; most: number; onCount: (count: number) => void }) {
  const t = useText();
  return (
    <NumberField className="field group-count" value={count} minValue={1} maxValue={most}
      onChange={(value) => { if (Number.isInteger(value)) onCount(value); }}>
      <Label className="field-label">{t('groups.count')}</Label>
      <Group className="number-group">
        <Button slot="decrement" className="button button-outlined number-step">–</Button>
        <Input className="input" />
        <Button slot="increment" className="button button-outlined number-step">+</Button>
      </Group>
    </NumberField>
  );
}
