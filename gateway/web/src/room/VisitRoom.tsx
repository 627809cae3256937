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

interface VisitRoomProps {
  visit: Visit;
  choice: DeviceChoice;
  onChoose: (part: Partial<DeviceChoice>) => void;
  onLeave: () => void;
}

export function VisitRoom({ visit, choice, onChoose, onLeave }: VisitRoomProps) {
  const t = useText();
  const isStaff = isStaffIn(visit, useMe());
  const { connection, picture } = useVisitConnection(visit.id, choice);
  const [open, setOpen] = useState<'settings' | 'end' | null>(null);
  usePageTitle(t('room.title', { name: visit.name }));
  useScreenAwake();
  useRoomColours();
  if (!connection || !picture) return null;
  if (picture.phase === 'over' || picture.phase === 'removed' || picture.phase === 'elsewhere') {
    return <ClosedRoom visit={visit} phase={picture.phase} onReturn={onLeave} />;
  }
  const choose = (part: Partial<DeviceChoice>) => {
    onChoose(part);
    if (part.cameraOn !== undefined) void connection.switchOn('camera', part.cameraOn);
    if (part.microphoneOn !== undefined) void connection.switchOn('microphone', part.microphoneOn);
    if (part.cameraId !== undefined) void connection.useDevice('camera', part.cameraId);
    if (part.microphoneId !== undefined) void connection.useDevice('microphone', part.microphoneId);
    if (part.speakerId !== undefined) void connection.useDevice('speaker', part.speakerId);
  };
  return (
    <div className="room">
      <RoomTop visit={visit} picture={picture} />
      <main className="room-main">
        <RoomNotes visit={visit} picture={picture} onAllowSound={() => void connection.allowSound()} />
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
