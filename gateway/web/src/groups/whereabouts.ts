/** Which small group each person is in right now, by id. */
import type { Visit } from '../api/care';

export const whereaboutsIn = (groups: Pick<Visit, 'name' | 'present'>[]): Map<string, string> =>
  new Map(groups.flatMap(({ name, present }) => present.map((id) => [id, name] as const)));
