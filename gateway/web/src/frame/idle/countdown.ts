/** How long is left, on the face of the clock and aloud: aloud only now and then. */

const SAID_AT_SECONDS = [60, 30, 10];

/** 1:05 */
export function face(milliseconds: number): string {
  const seconds = secondsOf(milliseconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The newest of the moments that are said aloud; nothing before the first of them. */
export function saidSeconds(milliseconds: number): number | null {
  const passed = SAID_AT_SECONDS.filter((seconds) => secondsOf(milliseconds) <= seconds);
  return passed.at(-1) ?? null;
}

const secondsOf = (milliseconds: number) => Math.max(0, Math.ceil(milliseconds / 1_000));
