/** What time it is at the provider, also when this device's own clock is wrong. */

const TOLERANCE_MILLISECONDS = 5_000;
let aheadMilliseconds = 0;

/** The provider's time now, in milliseconds. */
export const now = (): number => Date.now() + aheadMilliseconds;

/** Learns from the Date header of an answer; small differences are only the way of the answer. */
export function noteServerTime(dateHeader: string | null): void {
  const serverTime = dateHeader ? Date.parse(dateHeader) : Number.NaN;
  if (Number.isNaN(serverTime)) return;
  const difference = serverTime - Date.now();
  aheadMilliseconds = Math.abs(difference) > TOLERANCE_MILLISECONDS ? difference : 0;
}
