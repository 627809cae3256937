/** The controls at the bottom of the room; leaving and ending are two things and look it. */
import { Button, ToggleButton } from 'react-aria-components';
import type { DeviceChoice } from '../devices/deviceChoice';
import { useText } from '../language/useText';
import { Icon, type IconName } from '../look/Icon';
import type { RoomPicture } from './roomPicture';

interface RoomControlsProps {
  picture: RoomPicture;
  isStaff: boolean;
  canEnd: boolean;
  onChoose: (part: Partial<DeviceChoice>) => void;
  onSettings: () => void;
  onLeave: () => void;
  onEnd: () => void;
}

export function RoomControls({ picture, isStaff, canEnd, onChoose, onSettings, onLeave, onEnd }: RoomControlsProps) {
  const t = useText();
  return (
    <footer className="controls">
      <div className="controls-inner" role="toolbar" aria-label={t('room.controls')}>
        <OnOffControl label={t('room.microphone')} on="microphone" off="microphoneOff" isOn={picture.microphoneOn}
          onChange={(microphoneOn) => onChoose({ microphoneOn })} />
        <OnOffControl label={t('room.camera')} on="video" off="videoOff" isOn={picture.cameraOn}
          onChange={(cameraOn) => onChoose({ cameraOn })} />
        <Button className="control" onPress={onSettings}><Icon name="settings" /><span>{t('room.settings')}</span></Button>
        <Button className={`control ${isStaff ? '' : 'control-leave'}`} onPress={onLeave}><Icon name="leave" /><span>{t('room.leave')}</span></Button>
        {isStaff && canEnd && (
          <Button className="control control-leave control-apart" onPress={onEnd}><Icon name="end" /><span>{t('room.end')}</span></Button>
        )}
      </div>
    </footer>
  );
}

interface OnOffControlProps { label: string; on: IconName; off: IconName; isOn: boolean; onChange: (isOn: boolean) => void }

function OnOffControl({ label, on, off, isOn, onChange }: OnOffControlProps) {
  const t = useText();
  return (
    <ToggleButton className={`control ${isOn ? '' : 'control-off'}`} isSelected={isOn} onChange={onChange}>
      <Icon name={isOn ? on : off} />
      <span>{label}{!isOn && <span aria-hidden="true">{t('room.isOff')}</span>}</span>
    </ToggleButton>
  );
}
