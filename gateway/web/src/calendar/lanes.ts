/** Where in the hours of a day its visits stand, beside each other where they overlap. */
import type { Visit } from '../api/care';
import { wallTime } from '../time/stockholm';

export interface Placed { visit: Visit; from: number; minutes: number; lane: number; lanes: number; isFolded: boolean }
/** Visits for which there is no room beside the others, told as a number. */
export interface Fold { from: number; minutes: number; count: number }

/** More beside each other could be neither read nor hit in a column of a week. */
export const MOST_LANES = 3;

/** Shorter ones are drawn this long, so that there is room for their words. */
const SHORTEST_MINUTES = 30;
const DAY_MINUTES = 24 * 60;

/** The visits of one day, by start. */
export function placed(visits: Visit[]): Placed[] {
  const together: Placed[][] = [];
  let end = -1;
  for (const visit of visits) {
    const from = minuteOf(visit.starts_at);
    const minutes = Math.min(Math.max(visit.length_minutes, SHORTEST_MINUTES), DAY_MINUTES - from);
    if (from >= end) together.push([]);
    const cluster = together.at(-1)!;
    cluster.push({ visit, from, minutes, lane: freeLane(cluster, from), lanes: 1, isFolded: false });
    end = Math.max(from >= end ? 0 : end, from + minutes);
  }
  return together.flatMap((cluster) => {
    const lanes = Math.max(...cluster.map(({ lane }) => lane)) + 1;
    if (lanes <= MOST_LANES) return cluster.map((one) => ({ ...one, lanes }));
    return cluster.map((one) => ({ ...one, lanes: MOST_LANES, isFolded: one.lane >= MOST_LANES - 1 }));
  });
}

/** Where the folded ones stand: those that overlap are told together. */
export function foldsOf(visits: Placed[]): Fold[] {
  const folds: Fold[] = [];
  for (const { from, minutes } of visits.filter(({ isFolded }) => isFolded)) {
    const last = folds.at(-1);
    if (last && from < last.from + last.minutes) {
      last.minutes = Math.max(last.minutes, from + minutes - last.from);
      last.count += 1;
    } else folds.push({ from, minutes, count: 1 });
  }
  return folds;
}

/** The hours worth showing: office hours, and as many more as the visits need. */
export function hoursOf(days: Placed[][]): { first: number; last: number } {
  const all = days.flat();
  const first = Math.min(OFFICE.first, ...all.map(({ from }) => Math.floor(from / 60)));
  const last = Math.max(OFFICE.last, ...all.map(({ from, minutes }) => Math.ceil((from + minutes) / 60)));
  return { first, last };
}

const OFFICE = { first: 8, last: 17 };

export const minuteOf = (iso: string): number => {
  const [hours, minutes] = wallTime(iso).time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
};

function freeLane(cluster: Placed[], from: number): number {
  let lane = 0;
  while (cluster.some((other) => other.lane === lane && other.from + other.minutes > from)) lane += 1;
  return lane;
}
