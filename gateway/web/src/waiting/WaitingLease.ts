/** Tells the service that this page waits, every quarter of a minute, until the visit opens or the page is left. */
import { Problem } from '../api/asking';
import type { VisitState } from '../api/care';

export interface Ways {
  tell: () => Promise<{ state: VisitState }>;
  stop: () => void;
  /** The visit is not what the page thinks: it was started, cancelled or taken from this person. Ask again. */
  onNotWaited: () => void;
}

export const RENEW_MILLISECONDS = 15_000;
/** The service forgets a page after three quarters of a minute, so a lost renewal is tried again well before. */
export const RETRY_MILLISECONDS = 5_000;

export class WaitingLease {
  readonly #ways: Ways;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTelling = false;
  #isHeld = false;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** Begins to wait; also called when the page is back, to be counted at once. */
  hold(): void {
    this.#isHeld = true;
    clearTimeout(this.#timer);
    void this.#tell();
  }

  letGo(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    clearTimeout(this.#timer);
    this.#ways.stop();
  }

  async #tell(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const pause = await this.#told();
    this.#isTelling = false;
    if (this.#isHeld) this.#timer = setTimeout(() => void this.#tell(), pause);
  }

  /** How long until the next time; whether there is still something to wait for is the page's to find out. */
  async #told(): Promise<number> {
    try {
      const { state } = await this.#ways.tell();
      // Left while it was said: the page that went away must not be counted after all.
      if (!this.#isHeld) this.#ways.stop();
      else if (state !== 'booked') this.#ways.onNotWaited();
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.mayPass) return RETRY_MILLISECONDS;
      if (this.#isHeld) this.#ways.onNotWaited();
    }
    return RENEW_MILLISECONDS;
  }
}
