/** When the session on these pages ends unless somebody clicks, so that whoever notices its end knows why. */
import { now } from '../../time/clock';

let endsAt: number | null = null;

export function noteIdleEnd(moment: number | null): void {
  endsAt = moment;
}

/** Whether the time for clicking has run out. */
export const wasIdle = (): boolean => endsAt !== null && now() >= endsAt - TOLERANCE_MILLISECONDS;

/** The gateway may end the session a moment before this page's clock says so. */
const TOLERANCE_MILLISECONDS = 3_000;
