/** What one should know right now inside the room: a broken connection, held-back sound, a changed visit, devices that do not work. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Visit } from '../api/care';
import type { Kind, Trouble } from '../devices/trouble';
import { TroubleNote } from '../devices/TroubleNote';
import { useText } from '../language/useText';
import { Icon } from '../look/Icon';
import { ChangedNotice } from '../visits/ChangedNotice';
import { WaitingElsewhere } from '../waiting/WaitingElsewhere';
import type { RoomPicture } from './roomPicture';

interface RoomNotesProps { visit: Visit; picture: RoomPicture; onAllowSound: () => void }

export function RoomNotes({ visit, picture, onAllowSound }: RoomNotesProps) {
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
      <ChangedNotice visit={visit} />
      <WaitingElsewhere visitId={visit.id} />
      <TroubleNow kind="camera" trouble={troubles.camera} />
      <TroubleNow kind="microphone" trouble={troubles.microphone} />
    </div>
  );
}

/** Once read it can be put away, so that it does not cover anyone; a new trouble shows again. */
function TroubleNow({ kind, trouble }: { kind: Kind; trouble: Trouble | undefined }) {
  const [read, setRead] = useState<Trouble | undefined>();
  if (!trouble || trouble === read) return null;
  return <TroubleNote kind={kind} trouble={trouble} onClose={() => setRead(trouble)} />;
}
