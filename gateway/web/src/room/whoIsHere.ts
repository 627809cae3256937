/** The people of a visit by whether they are in its room; media knows them by id alone. */
import type { Visit } from '../api/care';
import type { Participant } from '../api/people';
import type { RoomPicture } from './roomPicture';

export interface Attendance { here: Participant[]; notHere: Participant[] }

export function whoIsHere(visit: Pick<Visit, 'staff' | 'patients'>, picture: Pick<RoomPicture, 'others' | 'phase'>, myId: string): Attendance {
  const ids = new Set(picture.others.map(({ id }) => id));
  if (picture.phase === 'inside' || picture.phase === 'mending') ids.add(myId);
  const everyone = [...visit.staff, ...visit.patients];
  return { here: everyone.filter(({ id }) => ids.has(id)), notHere: everyone.filter(({ id }) => !ids.has(id)) };
}

/** Undefined for one who is in the room but not, or not yet, among the people one knows of. */
export const knownAs = (visit: Pick<Visit, 'staff' | 'patients'>, id: string): Participant | undefined =>
  [...visit.staff, ...visit.patients].find((person) => person.id === id);
