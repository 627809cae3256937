/** Who stands where among the pictures: everybody keeps a place, and whoever speaks is on the first page. */

export interface Speaking { id: string; isSpeaking: boolean }

export class SpeakerOrder {
  #ids: string[] = [];
  readonly #spokeAt = new Map<string, number>();
  #turn = 0;

  /** The ids in order; the first `perPage` are the ones seen first. */
  arrange(people: readonly Speaking[], perPage: number): string[] {
    const here = new Set(people.map(({ id }) => id));
    this.#ids = this.#ids.filter((id) => here.has(id));
    const known = new Set(this.#ids);
    this.#ids.push(...people.map(({ id }) => id).filter((id) => !known.has(id)));
    for (const { id, isSpeaking } of people) if (isSpeaking) this.#hear(id, perPage);
    return [...this.#ids];
  }

  /** Takes the place of the one on the first page who has been silent longest. */
  #hear(id: string, perPage: number): void {
    this.#turn += 1;
    this.#spokeAt.set(id, this.#turn);
    const from = this.#ids.indexOf(id);
    if (from < perPage) return;
    const silent = this.#ids.slice(0, perPage).reduce((a, b) => (this.#spoke(b) < this.#spoke(a) ? b : a));
    const to = this.#ids.indexOf(silent);
    this.#ids[to] = id;
    this.#ids[from] = silent;
  }

  #spoke(id: string): number {
    return this.#spokeAt.get(id) ?? 0;
  }
}
