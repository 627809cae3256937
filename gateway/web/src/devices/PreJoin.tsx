/** See oneself, see that the microphone hears, and choose devices before going in. */
import { Checkbox, Switch } from 'react-aria-components';
import { useMe } from '../frame/SignedIn';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import type { DeviceChoice } from './deviceChoice';
import { DevicePicker } from './DevicePicker';
import { MicrophoneLevel } from './MicrophoneLevel';
import type { Opened } from './openDevices';
import { OwnPicture } from './OwnPicture';
import { TroubleNote } from './TroubleNote';
import { useDeviceList } from './useDeviceList';
import { usePreview } from './usePreview';

interface PreJoinProps {
  choice: DeviceChoice;
  isRemembered: boolean;
  onChoose: (part: Partial<DeviceChoice>) => void;
  onRemember: (isRemembered: boolean) => void;
}

export function PreJoin({ choice, isRemembered, onChoose, onRemember }: PreJoinProps) {
  const t = useText();
  const preview = usePreview(choice, true);
  const { cameras, microphones } = useDeviceList(preview);
  return (
    <section className="pre-join" aria-label={t('devices.title')}>
      <div>
        <OwnPicture track={trackOf(preview.camera)} initials={useMe().initials} />
        <MicrophoneLevel track={trackOf(preview.microphone)} />
      </div>
      <div className="pre-join-choices">
        {troubleIn(preview.camera) && <TroubleNote kind="camera" trouble={troubleIn(preview.camera)!} />}
        {troubleIn(preview.microphone) && <TroubleNote kind="microphone" trouble={troubleIn(preview.microphone)!} />}
        <OnOff label={t('devices.cameraOn')} isOn={choice.cameraOn} onChange={(cameraOn) => onChoose({ cameraOn })} />
        <DevicePicker label={t('devices.camera')} devices={cameras} chosen={choice.cameraId} onChoose={(cameraId) => onChoose({ cameraId })} />
        <OnOff label={t('devices.microphoneOn')} isOn={choice.microphoneOn} onChange={(microphoneOn) => onChoose({ microphoneOn })} />
        <DevicePicker label={t('devices.microphone')} devices={microphones} chosen={choice.microphoneId}
          onChoose={(microphoneId) => onChoose({ microphoneId })} />
        <Checkbox className="checkbox" isSelected={isRemembered} onChange={onRemember}>
          <span className="checkbox-box"><Icon name="check" /></span>{t('devices.remember')}
        </Checkbox>
      </div>
    </section>
  );
}

function OnOff({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <Switch className="switch" isSelected={isOn} onChange={onChange}>
      <span className="switch-track"><span className="switch-knob" /></span>{label}
    </Switch>
  );
}

const trackOf = (opened: Opened | undefined) => (opened && 'track' in opened ? opened.track : undefined);
const troubleIn = (opened: Opened | undefined) => (opened && 'trouble' in opened ? opened.trouble : undefined);
