/** The controls at the bottom of the room; leaving and ending are two things and look it. */
import { Button, ToggleButton } from 'react-aria-components';
import type { Visit } from '../api/care';
import type { DeviceChoice } from '../devices/deviceChoice';
import { useText } from '../language/useText';
import { Icon, type IconName } from '../look/Icon';
import type { RoomPicture } from './roomPicture';
import type { Panel } from './RoomPanel';

interface RoomControlsProps {
  visit: Visit;
  picture: RoomPicture;
  isStaff: boolean;
  panel: Panel | null;
  hasGroups: boolean;
  groupCount: number;
  onChoose: (part: Partial<DeviceChoice>) => void;
  onPanel: (panel: Panel | null) => void;
  onOpen: (dialog: 'settings' | 'end') => void;
  onLeave: () => void;
}

export function RoomControls({ visit, picture, isStaff, panel, hasGroups, groupCount, onChoose, onPanel, onOpen, onLeave }: RoomControlsProps) {
  const t = useText();
  const showPanel = (name: Panel) => (isOpen: boolean) => onPanel(isOpen ? name : null);
  return (
    <footer className="controls">
      <div className={`controls-inner ${hasGroups ? 'controls-many' : ''}`} role="toolbar" aria-label={t('room.controls')}>
        <OnOffControl label={t('room.microphone')} on="microphone" off="microphoneOff" isOn={picture.microphoneOn}
          onChange={(microphoneOn) => onChoose({ microphoneOn })} />
        <OnOffControl label={t('room.camera')} on="video" off="videoOff" isOn={picture.cameraOn}
          onChange={(cameraOn) => onChoose({ cameraOn })} />
        <PanelControl label={t('people.title')} icon="people" count={picture.others.length + 1} isOpen={panel === 'people'} onChange={showPanel('people')} />
        {hasGroups && (
          <PanelControl label={t('groups.title')} icon="groups" count={groupCount} isOpen={panel === 'groups'} onChange={showPanel('groups')} />
        )}
        <Button className="control" onPress={() => onOpen('settings')}><Icon name="settings" /><span>{t('room.settings')}</span></Button>
        <Button className={`control ${isStaff ? '' : 'control-leave'}`} onPress={onLeave}><Icon name="leave" /><span>{t('room.leave')}</span></Button>
        {isStaff && visit.can.end && (
          <Button className="control control-leave control-apart" onPress={() => onOpen('end')}><Icon name="end" /><span>{t('room.end')}</span></Button>
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

interface PanelControlProps { label: string; icon: IconName; count: number; isOpen: boolean; onChange: (isOpen: boolean) => void }

function PanelControl({ label, icon, count, isOpen, onChange }: PanelControlProps) {
  return (
    <Button className={`control ${isOpen ? 'control-open' : ''}`} aria-expanded={isOpen} onPress={() => onChange(!isOpen)}>
      <Icon name={icon} /><span>{label}</span>
      {count > 0 && <span className="control-count" aria-hidden="true">{count}</span>}
    </Button>
  );
}
