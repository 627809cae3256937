/** The small groups around a visit, as far as the signed-in person may know of them. */
import { useQuery } from '@tanstack/react-query';
import type { Visit } from '../api/care';
import { smallGroupsQuestion, visitQuestion } from '../questions';

export interface SmallGroups {
  /** The visit the groups belong to: this one, or the one it came out of. */
  home: Visit | undefined;
  /** Those under way; a patient is told of one's own only. */
  groups: Visit[];
}

const NONE: Visit[] = [];

export function useSmallGroups(visit: Visit): SmallGroups {
  const isInGroup = visit.origin_cause === 'small_group' && visit.origin_id !== null;
  const homeId = isInGroup ? visit.origin_id! : visit.id;
  const home = useQuery({ ...visitQuestion(homeId), enabled: isInGroup });
  const mayHaveGroups = isInGroup || (visit.is_group && visit.state === 'started');
  const groups = useQuery({ ...smallGroupsQuestion(homeId), enabled: mayHaveGroups, select: underWay });
  return { home: isInGroup ? home.data : visit, groups: mayHaveGroups ? groups.data ?? NONE : NONE };
}

const underWay = (visits: Visit[]): Visit[] => visits.filter(({ state }) => state === 'started');
