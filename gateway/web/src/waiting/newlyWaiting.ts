/** Whether a person's waiting is news: a page that is lost and found again on a bad network is told of once. */

const QUIET_MILLISECONDS = 5 * 60_000;

export class NewlyWaiting {
  readonly #heard = new Map<string, number>();

  /** True when it is worth a sound and a sentence. */
  hear(visitId: string, personId: string, now: number): boolean {
    const key = `${visitId} ${personId}`;
    const before = this.#heard.get(key);
    this.#heard.set(key, now);
    return before === undefined || now - before > QUIET_MILLISECONDS;
  }
}
