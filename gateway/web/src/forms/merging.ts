/** What becomes of typed changes when somebody else changed the same thing meanwhile. */

export interface Merged<Fields> {
  /** What was typed where something was typed, and else what now stands. */
  typed: Fields;
  /** The fields that both changed, and to different things. */
  differing: (keyof Fields)[];
}

/** `base` is what one started from, `typed` what one made of it, `latest` what stands now. */
export function merge<Fields extends object>(base: Fields, typed: Fields, latest: Fields): Merged<Fields> {
  const merged = { ...typed };
  const differing: (keyof Fields)[] = [];
  for (const field of Object.keys(base) as (keyof Fields)[]) {
    if (isSame(typed[field], base[field])) merged[field] = latest[field];
    else if (!isSame(latest[field], base[field]) && !isSame(latest[field], typed[field])) differing.push(field);
  }
  return { typed: merged, differing };
}

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
