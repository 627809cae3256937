/** What is open beside the pictures: the people of the visit, or its small groups. */
import type { Visit } from '../api/care';
import { GroupsPanel } from '../groups/GroupsPanel';
import { whereaboutsIn } from '../groups/whereabouts';
import { PeoplePanel } from './PeoplePanel';
import type { RoomPicture } from './roomPicture';

export type Panel = 'people' | 'groups';

interface RoomPanelProps {
  panel: Panel;
  visit: Visit;
  picture: RoomPicture;
  isStaff: boolean;
  home: Visit | undefined;
  groups: Visit[];
  onClose: () => void;
}

export function RoomPanel({ panel, visit, picture, isStaff, home, groups, onClose }: RoomPanelProps) {
  if (panel === 'groups') return home ? <GroupsPanel visitId={visit.id} home={home} groups={groups} onClose={onClose} /> : null;
  const elsewhere = isStaff ? groups.filter(({ id }) => id !== visit.id) : [];
  return <PeoplePanel visit={visit} picture={picture} whereabouts={whereaboutsIn(elsewhere)} onClose={onClose} />;
}
