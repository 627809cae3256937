/** Deals people into groups by chance, as evenly as can be. */

/** `chance` gives numbers from 0 up to 1. */
export function deal(ids: readonly string[], groups: number, chance: () => number = Math.random): string[][] {
  const shuffled = shuffle(ids, chance);
  return Array.from({ length: groups }, (_, group) => shuffled.filter((_, place) => place % groups === group));
}

function shuffle(ids: readonly string[], chance: () => number): string[] {
  const shuffled = [...ids];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(chance() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}
