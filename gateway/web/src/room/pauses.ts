/** How long to wait between attempts to come back: soon at first, then patiently, never giving up. */

const REJOIN_MILLISECONDS = [300, 700, 1_200, 2_000, 3_000];
const RESUME_MILLISECONDS = [0, 300, 700, 1_000, 1_000, 1_500, 1_500, 2_000, 2_000];

/** Before asking for a new admission. */
export const rejoinPause = (attempt: number): number =>
  REJOIN_MILLISECONDS[Math.min(attempt, REJOIN_MILLISECONDS.length) - 1] ?? 0;

/** Inside one admission; null hands over to a new admission. */
export const resumePause = (failures: number): number | null => RESUME_MILLISECONDS[failures] ?? null;

/** Waits, but not longer than until the network is back. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      window.removeEventListener('online', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    window.addEventListener('online', wake);
  });
}
