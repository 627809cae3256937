/** Picks one device of a kind by its name. */
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';

interface DevicePickerProps { label: string; devices: MediaDeviceInfo[]; chosen: string; onChoose: (id: string) => void }

export function DevicePicker({ label, devices, chosen, onChoose }: DevicePickerProps) {
  const t = useText();
  const shown = devices.some((device) => device.deviceId === chosen) ? chosen : devices[0]?.deviceId;
  return (
    <Select className="field" placeholder={t('devices.none')} isDisabled={devices.length === 0}
      selectedKey={shown ?? null} onSelectionChange={(key) => onChoose(String(key))}>
      <Label className="field-label">{label}</Label>
      <Button className="input select-button"><SelectValue className="select-value" /><Icon name="chevron" /></Button>
      <Popover className="popover combo-popover">
        <ListBox className="menu">
          {devices.map((device, place) => {
            const name = device.label || t('devices.unnamed', { number: place + 1 });
            return <ListBoxItem key={device.deviceId} id={device.deviceId} className="menu-item" textValue={name}>{name}</ListBoxItem>;
          })}
        </ListBox>
      </Popover>
    </Select>
  );
}
