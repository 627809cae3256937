/** Knows when the session ends for want of clicks: tells the gateway of clicks, warns in time, and sees other tabs' clicks. */
import { now } from '../../time/clock';

export interface IdleReader {
  /** Until when the session lasts: nothing while one is in a visit, `over` when it has ended. Rejects when nobody answers. */
  readEnd: () => Promise<number | null | 'over'>;
  /** Tells of a click; the same answer. */
  tellClick: () => Promise<number | null>;
  onEnd: (endsAt: number | null) => void;
  onWarning: (endsAt: number) => void;
  onCalm: () => void;
  onOver: () => void;
}

export const WARNING_MILLISECONDS = 120_000;
const BETWEEN_CLICKS_MILLISECONDS = 30_000;
const LOOK_AGAIN_MILLISECONDS = 60_000;
const WHILE_WARNING_MILLISECONDS = 5_000;
/** Longer than this a timer overflows, and sleeps of the machine go unnoticed. */
const LONGEST_WAIT_MILLISECONDS = 10 * 60_000;

export class IdleClock {
  readonly #reader: IdleReader;
  #endsAt: number | null = null;
  #isWarning = false;
  #isClosed = false;
  #look: ReturnType<typeof setTimeout> | undefined;
  #tell: ReturnType<typeof setTimeout> | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(reader: IdleReader) {
    this.#reader = reader;
  }

  /** The newest end anyone has heard of: from the gateway, or from another tab. */
  learn(endsAt: number | null): void {
    if (this.#isClosed) return;
    this.#endsAt = endsAt;
    this.#reader.onEnd(endsAt);
    const left = endsAt === null ? Number.POSITIVE_INFINITY : endsAt - now();
    if (left > WARNING_MILLISECONDS) this.#calm();
    else if (left > 0) this.#warn(endsAt!);
    this.#schedule();
  }

  /** A click or a key. While the warning is shown only its own button counts. */
  noteClick(): void {
    if (this.#isClosed || this.#isWarning || this.#tell !== undefined) return;
    const wait = Math.max(0, this.#toldAt + BETWEEN_CLICKS_MILLISECONDS - now());
    this.#tell = setTimeout(() => void this.#tellNow(), wait);
  }

  /** The one click that continues. */
  async stay(): Promise<void> {
    await this.#tellNow();
  }

  /** Looks at once; for the moment a sleeping page wakes. */
  async look(): Promise<void> {
    if (this.#isClosed) return;
    clearTimeout(this.#look);
    const known = this.#endsAt;
    try {
      const end = await this.#reader.readEnd();
      if (end === 'over') this.#over();
      else this.learn(end);
    } catch {
      this.#withoutAnswer(known);
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#look);
    clearTimeout(this.#tell);
  }

  async #tellNow(): Promise<void> {
    clearTimeout(this.#tell);
    this.#tell = undefined;
    this.#toldAt = now();
    try {
      this.learn(await this.#reader.tellClick());
    } catch {
      // Not told: the next click tries again at once, and a session that is over is noticed by whoever asks next.
      this.#toldAt = Number.NEGATIVE_INFINITY;
      if (this.#isWarning) await this.look();
    }
  }

  #schedule(): void {
    clearTimeout(this.#look);
    this.#look = setTimeout(() => void this.look(), Math.min(this.#nextLook(), LONGEST_WAIT_MILLISECONDS));
  }

  #nextLook(): number {
    if (this.#endsAt === null) return LOOK_AGAIN_MILLISECONDS;
    const left = this.#endsAt - now();
    if (left > WARNING_MILLISECONDS) return left - WARNING_MILLISECONDS;
    return left > 0 ? Math.min(left, WHILE_WARNING_MILLISECONDS) : 1_000;
  }

  /** Unanswered, the time that is known decides: what stands on a forgotten screen is not left there. */
  #withoutAnswer(known: number | null): void {
    if (this.#isClosed) return;
    if (known !== null && now() >= known) this.#over();
    else this.learn(known);
  }

  #warn(endsAt: number): void {
    this.#isWarning = true;
    this.#reader.onWarning(endsAt);
  }

  #calm(): void {
    if (!this.#isWarning) return;
    this.#isWarning = false;
    this.#reader.onCalm();
  }

  #over(): void {
    this.close();
    this.#reader.onOver();
  }
}
