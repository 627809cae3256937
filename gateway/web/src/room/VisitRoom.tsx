/** The room of a visit: the others large, oneself small, the controls, and the time that is left. */
import { useEffect, useState } from 'react';
import type { Visit } from '../api/care';
import type { DeviceChoice } from '../devices/deviceChoice';
import { useMe } from '../frame/SignedIn';
import { usePageTitle } from '../frame/usePageTitle';
import { WayBetweenGroups } from '../groups/WayBetweenGroups';
import { useSmallGroups } from '../groups/useSmallGroups';
import { useText } from '../language/useText';
import { isStaffIn } from '../visits/standing';
import { ClosedRoom } from './ClosedRoom';
import { EndVisit } from './EndVisit';
import { RoomControls } from './RoomControls';
import { RoomNotes } from './RoomNotes';
import type { RoomPicture } from './roomPicture';
import { RoomPanel } from './RoomPanel';
import { RoomSettings } from './RoomSettings';
import { RoomTop } from './RoomTop';
import { Sounds } from './Sounds';
import { Stage } from './Stage';
import { useKeptPanel } from './useKeptPanel';
import { useScreenAwake } from './useScreenAwake';
import { useVisitConnection } from './useVisitConnection';
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
  const smallGroups = useSmallGroups(visit);
  const [open, setOpen] = useState<'settings' | 'end' | null>(null);
  const [panel, setPanel] = useKeptPanel();
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
        <WayBetweenGroups visit={visit} />
        <div className="room-middle">
          <RoomNotes visit={visit} picture={picture} onAllowSound={() => void connection.allowSound()} />
          <Stage visit={visit} picture={picture} />
          {panel && <RoomPanel panel={panel} visit={visit} picture={picture} isStaff={isStaff} {...smallGroups} onClose={() => setPanel(null)} />}
        </div>
      </main>
      <Sounds others={picture.others} />
      <RoomControls visit={visit} picture={picture} isStaff={isStaff} panel={panel} groupCount={smallGroups.groups.length}
        hasGroups={isStaff && mayHaveGroups(smallGroups.home)} onChoose={choose} onLeave={onLeave} onPanel={setPanel} onOpen={setOpen} />
      {open === 'settings' && <RoomSettings choice={choice} picture={picture} onChoose={choose} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndVisit visit={visit} picture={picture} groupCount={endsGroupless(visit, smallGroups.groups)} onClose={() => setOpen(null)} />}
    </div>
  );
}

const mayHaveGroups = (home: Visit | undefined) => home?.can.open_small_groups ?? false;

/** Small groups go on when the big one ends; whoever ends it should know. */
const endsGroupless = (visit: Visit, groups: Visit[]) => (visit.origin_cause === 'small_group' ? 0 : groups.length);

/** The whole window is the room: what shows through at its edges is as dark as the room. */
function useRoomColours(): void {
  useEffect(() => {
    document.documentElement.classList.add('in-room');
    return () => document.documentElement.classList.remove('in-room');
  }, []);
}
