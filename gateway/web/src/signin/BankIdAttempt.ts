/** One try to sign in with BankID: begins an order, asks once a second how it stands, and ends with one answer. */
import { Problem } from '../api/asking';
import type { BankIdOrder, BankIdStanding } from '../api/signingIn';

export type Attempt =
  | { phase: 'starting' }
  | { phase: 'waiting'; hint: string | null; qr: string | null; autoStartToken: string | null; isOutOfReach: boolean }
  | { phase: 'complete'; back: string | null }
  | { phase: 'failed'; code: string; waitSeconds: number | null };

export interface BankIdGateway {
  begin: () => Promise<BankIdOrder>;
  collect: (attemptId: string, nonce: string | null) => Promise<BankIdStanding>;
  cancel: (attemptId: string) => Promise<void>;
  /** The session this browser has, if any. */
  session: () => Promise<string | null>;
}

const EVERY_MILLISECONDS = 1_000;
/** An order lives for half a minute until somebody opens the app; longer silence than this and it is surely over. */
const OUT_OF_REACH_MILLISECONDS = 60_000;
/** Another page of the browser may have finished just now, and its session be on the way. */
const LOOKS_FOR_A_SESSION = 3;

export class BankIdAttempt {
  readonly #gateway: BankIdGateway;
  readonly #onChange: (attempt: Attempt) => void;
  #attemptId: string | null = null;
  #autoStartToken: string | null = null;
  #nonce: string | null = null;
  #isAnswered = false;
  #sessionBefore: Promise<string | null> = Promise.resolve(null);
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
      if (order.auto_start_token !== null) this.#sessionBefore = this.#gateway.session();
      this.#follow(order.attempt_id, order.auto_start_token, order.qr);
      return order;
    } catch (problem) {
      this.#fail(problem);
      return null;
    }
  }

  /** Goes on, in the page that the app has opened, with an order that was begun in another one. */
  comeBack(attemptId: string, nonce: string): void {
    this.#nonce = nonce;
    this.#follow(attemptId, null, null);
    void this.collectNow();
  }

  /** For the moment the page is looked at again: the phone may have let its timers sleep. */
  async collectNow(): Promise<void> {
    if (this.#isOver || this.#isAsking || this.#attemptId === null) return;
    clearTimeout(this.#timer);
    this.#isAsking = true;
    try {
      this.#heard(await this.#gateway.collect(this.#attemptId, this.#nonce));
    } catch (problem) {
      if (problem instanceof Problem && problem.code === 'sign_in_expired') await this.#heardItIsOver(problem);
      else this.#heardNothing(problem);
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
    [this.#outOfReachSince, this.#isAnswered] = [null, true];
    if (standing.state === 'pending') {
      this.#last = { hint: standing.hint, qr: standing.qr };
      this.#tell();
      return;
    }
    this.close();
    this.#onChange(standing.state === 'complete'
      ? { phase: 'complete', back: standing.back }
      : { phase: 'failed', code: standing.hint ?? 'unknown', waitSeconds: null });
  }

  /** Here it is over; perhaps because the page that the app opened has signed this browser in. */
  async #heardItIsOver(problem: Problem): Promise<void> {
    const isOfThisDevice = this.#autoStartToken !== null || this.#nonce !== null;
    if (isOfThisDevice && await this.#hasNewSession()) {
      if (this.#isOver) return;
      this.close();
      this.#onChange({ phase: 'complete', back: null });
    } else {
      const isElsewhere = this.#nonce !== null && !this.#isAnswered;
      this.#fail(isElsewhere ? new Problem(problem.status, 'returned_elsewhere') : problem);
    }
  }

  async #hasNewSession(): Promise<boolean> {
    const before = await this.#sessionBefore;
    for (let look = 0; look < LOOKS_FOR_A_SESSION && !this.#isOver; look += 1) {
      if (look > 0) await new Promise((resolve) => setTimeout(resolve, EVERY_MILLISECONDS));
      const now = await this.#gateway.session();
      if (now !== null && now !== before) return true;
    }
    return false;
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
