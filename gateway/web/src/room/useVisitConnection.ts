/** Holds the connection to a visit's room for as long as the room is shown. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { joinVisit } from '../api/care';
import type { DeviceChoice } from '../devices/deviceChoice';
import { noticeSignedOut } from '../questions';
import { openRoom } from './openRoom';
import { pause } from './pauses';
import type { RoomPicture } from './roomPicture';
import { VisitConnection } from './VisitConnection';

export function useVisitConnection(visitId: string, choice: DeviceChoice): { connection: VisitConnection | null; picture: RoomPicture | null } {
  const [connection, setConnection] = useState<VisitConnection | null>(null);
  useEffect(() => {
    const entering = new VisitConnection(choice, {
      join: () => joinVisit(visitId), makeRoom: openRoom, pause, onSignedOut: noticeSignedOut,
    });
    setConnection(entering);
    // Strict mode shows everything twice; only the one that stays goes in.
    const turn = setTimeout(() => void entering.enter(), 0);
    return () => {
      clearTimeout(turn);
      entering.close();
    };
    // The choice is where to begin; later changes go through the connection.
  }, [visitId]);
  const picture = useSyncExternalStore(connection?.subscribe ?? neverChanges, connection?.picture ?? nothingYet);
  return { connection, picture };
}

const neverChanges = () => () => undefined;
const nothingYet = () => null;
