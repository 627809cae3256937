/** What one should know right now inside the room: a broken connection, held-back sound, devices that do not work. */
import { Button } from 'react-aria-components';
import { TroubleNote } from '../devices/TroubleNote';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import type { RoomPicture } from './roomPicture';

interface RoomNotesProps { picture: RoomPicture; onAllowSound: () => void }

export function RoomNotes({ picture, onAllowSound }: RoomNotesProps) {
  const t = useText();
  const { phase, troubles } = picture;
  return (
    <div className="room-notes">
      <div role="status" className="room-mending" data-testid="room-status">
        {phase === 'mending' && <p><span className="loading-ring" aria-hidden="true" />{t('room.reconnecting')}</p>}
      </div>
      {picture.isSoundBlocked && (
        <div className="sound-note">
          <p>{t('room.soundBlocked')}</p>
          <Button className="button button-room-primary" onPress={onAllowSound}><Icon name="sound" />{t('room.allowSound')}</Button>
        </div>
      )}
      {troubles.camera && <TroubleNote kind="camera" trouble={troubles.camera} />}
      {troubles.microphone && <TroubleNote kind="microphone" trouble={troubles.microphone} />}
    </div>
  );
}
