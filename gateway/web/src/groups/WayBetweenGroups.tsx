/** The way to the small group one is invited to, and back: in the room and at its door. */
import type { Visit } from '../api/care';
import { useMe } from '../frame/SignedIn';
import { isStaffIn } from '../visits/standing';
import { BackToBigGroup, GroupInvitation } from './GroupPrompt';
import { useSmallGroups } from './useSmallGroups';

export function WayBetweenGroups({ visit }: { visit: Visit }) {
  const isStaff = isStaffIn(visit, useMe());
  const { home, groups } = useSmallGroups(visit);
  if (home && home.id !== visit.id) return home.can.join ? <BackToBigGroup home={home} /> : null;
  if (isStaff) return null;
  return groups.filter(({ can }) => can.join).map((group) => <GroupInvitation key={group.id} group={group} />);
}
