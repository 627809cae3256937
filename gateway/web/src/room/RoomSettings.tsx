/** The dialog in the room where camera, microphone and speaker are chosen. */
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { DeviceChoice } from '../devices/deviceChoice';
import { DevicePicker } from '../devices/DevicePicker';
import { useDeviceList } from '../devices/useDeviceList';
import { useText } from '../language/useText';
import type { RoomPicture } from './roomPicture';

interface RoomSettingsProps {
  choice: DeviceChoice;
  picture: RoomPicture;
  onChoose: (part: Partial<DeviceChoice>) => void;
  onClose: () => void;
}

export function RoomSettings({ choice, picture, onChoose, onClose }: RoomSettingsProps) {
  const t = useText();
  const { cameras, microphones, speakers } = useDeviceList(picture.cameraOn || picture.microphoneOn);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => { if (!open) onClose(); }}>
      <Modal className="dialog-box">
        <Dialog className="dialog">
          <Heading slot="title" className="dialog-title">{t('room.settingsTitle')}</Heading>
          <div className="dialog-body">
            <DevicePicker label={t('devices.camera')} devices={cameras} chosen={choice.cameraId} onChoose={(cameraId) => onChoose({ cameraId })} />
            <DevicePicker label={t('devices.microphone')} devices={microphones} chosen={choice.microphoneId}
              onChoose={(microphoneId) => onChoose({ microphoneId })} />
            {speakers.length > 0 && (
              <DevicePicker label={t('devices.speaker')} devices={speakers} chosen={choice.speakerId} onChoose={(speakerId) => onChoose({ speakerId })} />
            )}
          </div>
          <div className="dialog-actions"><Button className="button button-primary" onPress={onClose}>{t('room.settingsDone')}</Button></div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
