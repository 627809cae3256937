/** One try to sign in with BankID: begins an order, asks once a second how it stands, and ends with one answer. */
import { Problem } from '../api/asking';
import type { BankIdOrder, BankIdStanding } from '../api/signingIn';

export type Attempt =
  | { phase: 'starting' }
  | { phase: 'waiting'; hint: string | null; qr: string | null; autoStartToken: string | null; isOutOfReach: boolean }
  | { phase: 'complete' }
  | { phase: 'failed'; code: string; waitSeconds: number | null };

export interface BankIdGateway {
  begin: () => Promise<BankIdOrder>;
  collect: (attemptId: string) => Promise<BankIdStanding>;
  cancel: (attemptId: string) => Promise<void>;
}

const EVERY_MILLISECONDS = 1_000;
/** An order lives for half a minute until somebody opens the app; longer silence than this and it is surely over. */
const OUT_OF_REACH_MILLISECONDS = 60_000;

export class BankIdAttempt {
  readonly #gateway: BankIdGateway;
  readonly #onChange: (attempt: Attempt) => void;
  #attemptId: string | null = null;
  #autoStartToken: string | null = null;
  #last: { hint: string | null; qr: string | null } = { hint: null, qr: null };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isOver = false;
  #outOfReachSince: number | null = null;

  constructor(gateway: BankIdGateway, onChange: (attempt: Attempt) => void) {
    this.#gateway = gateway;
    this.#onChange = onChange;
  }

  /** Begins a new order; the answer says how the app is opened. */
  async begin(): Promise<BankIdOrder | null> {
    this.#onChange({ phase: 'starting' });
    try {
      const order = await this.#gateway.begin();
      if (this.#isOver) {
        await this.#gateway.cancel(order.attempt_id).catch(() => undefined);
        return null;
      }
      this.#follow(order.attempt_id, order.auto_start_token, order.qr);
      return order;
    } catch (problem) {
      this.#fail(problem);
      return null;
    }
  }

  /** Goes on with an order begun before the page was loaded anew, as phones do on the way back from the app. */
  resume(attemptId: string): void {
    this.#onChange({ phase: 'starting' });
    this.#follow(attemptId, null, null);
    void this.collectNow();
  }

  /** For the moment the page is looked at again: the phone may have let its timers sleep. */
  async collectNow(): Promise<void> {
    if (this.#isOver || this.#isAsking || this.#attemptId === null) return;
    clearTimeout(this.#timer);
    this.#isAsking = true;
    try {
      this.#heard(await this.#gateway.collect(this.#attemptId));
    } catch (problem) {
      this.#heardNothing(problem);
    } finally {
      this.#isAsking = false;
    }
    if (!this.#isOver) this.#again();
  }

  /** The person changed her mind; the order is given up at BankID too. */
  async cancel(): Promise<void> {
    const attemptId = this.#attemptId;
    this.close();
    if (attemptId !== null) await this.#gateway.cancel(attemptId).catch(() => undefined);
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #follow(attemptId: string, autoStartToken: string | null, qr: string | null): void {
    this.#attemptId = attemptId;
    this.#autoStartToken = autoStartToken;
    this.#last = { hint: null, qr };
    this.#tell();
    this.#again();
  }

  #again(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.collectNow(), EVERY_MILLISECONDS);
  }

  #heard(standing: BankIdStanding): void {
    if (this.#isOver) return;
    this.#outOfReachSince = null;
    if (standing.state === 'pending') {
      this.#last = { hint: standing.hint, qr: standing.qr };
      this.#tell();
      return;
    }
    this.close();
    this.#onChange(standing.state === 'complete'
      ? { phase: 'complete' }
      : { phase: 'failed', code: standing.hint ?? 'unknown', waitSeconds: null });
  }

  #heardNothing(problem: unknown): void {
    if (this.#isOver) return;
    this.#outOfReachSince ??= Date.now();
    const isLong = Date.now() - this.#outOfReachSince > OUT_OF_REACH_MILLISECONDS;
    if (problem instanceof Problem && problem.mayPass && problem.status !== 429 && !isLong) this.#tell();
    else this.#fail(problem);
  }

  #fail(problem: unknown): void {
    if (this.#isOver) return;
    this.close();
    const isAnswer = problem instanceof Problem;
    this.#onChange({ phase: 'failed', code: isAnswer ? problem.code : 'unknown', waitSeconds: isAnswer ? problem.waitSeconds : null });
  }

  #tell(): void {
    this.#onChange({
      phase: 'waiting', ...this.#last, autoStartToken: this.#autoStartToken, isOutOfReach: this.#outOfReachSince !== null,
    });
  }
}
