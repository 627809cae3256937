/** The room of a visit: the others large, oneself small, the controls, and the time that is left. */
import { useEffect, useState } from 'react';
import type { Visit } from '../api/care';
import type { DeviceChoice } from '../devices/deviceChoice';
import { usePageTitle } from '../frame/usePageTitle';
import { useText } from '../language/useText';
import { isStaffIn } from '../visits/standing';
import { useMe } from '../frame/SignedIn';
import { ClosedRoom } from './ClosedRoom';
import { EndVisit } from './EndVisit';
import { RoomControls } from './RoomControls';
import { RoomNotes } from './RoomNotes';
import { RoomSettings } from './RoomSettings';
import { RoomTop } from './RoomTop';
import { Sounds } from './Sounds';
import { Stage } from './Stage';
import { useScreenAwake } from './useScreenAwake';
import { useVisitConnection } from './useVisitConnection';
import type { RoomPicture } from './roomPicture';
import type { VisitConnection } from './VisitConnection';

interface VisitRoomProps {
  visit: Visit;
  choice: DeviceChoice;
  onChoose: (part: Partial<DeviceChoice>) => void;
  onLeave: () => void;
  onAgain: () => void;
}

export function VisitRoom({ onAgain, ...room }: VisitRoomProps) {
  const t = useText();
  const { connection, picture } = useVisitConnection(room.visit.id, room.choice);
  usePageTitle(t('room.title', { name: room.visit.name }));
  if (!connection || !picture) return null;
  if (picture.phase === 'over' || picture.phase === 'removed' || picture.phase === 'elsewhere') {
    return <ClosedRoom visit={room.visit} phase={picture.phase} onAgain={onAgain} />;
  }
  return <OpenRoom {...room} connection={connection} picture={picture} />;
}

interface OpenRoomProps extends Omit<VisitRoomProps, 'onAgain'> { connection: VisitConnection; picture: RoomPicture }

function OpenRoom({ visit, choice, onChoose, onLeave, connection, picture }: OpenRoomProps) {
  const isStaff = isStaffIn(visit, useMe());
  const [open, setOpen] = useState<'settings' | 'end' | null>(null);
  useScreenAwake();
  useRoomColours();
  const choose = (part: Partial<DeviceChoice>) => {
    onChoose(part);
    void connection.change(part);
  };
  return (
    <div className="room">
      <RoomTop visit={visit} picture={picture} />
      <main className="room-main">
        <RoomNotes picture={picture} onAllowSound={() => void connection.allowSound()} />
        <Stage visit={visit} picture={picture} />
      </main>
      <Sounds others={picture.others} />
      <RoomControls picture={picture} isStaff={isStaff} canEnd={visit.can.end} onChoose={choose} onLeave={onLeave}
        onSettings={() => setOpen('settings')} onEnd={() => setOpen('end')} />
      {open === 'settings' && <RoomSettings choice={choice} picture={picture} onChoose={choose} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndVisit visit={visit} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** The whole window is the room: what shows through at its edges is as dark as the room. */
function useRoomColours(): void {
  useEffect(() => {
    document.documentElement.classList.add('in-room');
    return () => document.documentElement.classList.remove('in-room');
  }, []);
}
