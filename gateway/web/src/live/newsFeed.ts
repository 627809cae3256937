/** One lasting stream of news: resumed by the browser when it can, opened anew when it cannot. */
import type { LiveState } from './liveContext';
import type { Presence } from './presence';

export interface VisitNews { visit_id: string; version: number; state: string; position: number; origin_id?: string | null }
export interface NoticeNews { notice_id: string; kind: string; visit_id: string; position: number }

/** The part of the browser's EventSource that is used. */
export interface NewsSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface NewsReader {
  open: () => NewsSource;
  onState: (state: LiveState) => void;
  onVisit: (news: VisitNews) => void;
  onPresence: (presence: Presence) => void;
  onNotice: (news: NoticeNews) => void;
  onProvider: () => void;
  onResync: () => void;
  onSignedOut: () => void;
  isStillWelcome: () => Promise<boolean>;
}

const CLOSED = 2;
const FIRST_WAIT_MILLISECONDS = 500;
const LONGEST_WAIT_MILLISECONDS = 5_000;
/** A short break, such as a gateway being replaced, is mended before anyone needs to read about it. */
const SILENT_BREAK_MILLISECONDS = 1_500;

export class NewsFeed {
  readonly #reader: NewsReader;
  #source: NewsSource | null = null;
  #wait = FIRST_WAIT_MILLISECONDS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lost: ReturnType<typeof setTimeout> | undefined;
  #wasBroken = false;
  #isClosed = false;

  constructor(reader: NewsReader) {
    this.#reader = reader;
    this.#open();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#lost);
    this.#source?.close();
  }

  /** For the moment the network is known to be back: no reason to wait out the pause. */
  reconnectNow(): void {
    if (this.#isClosed || !this.#wasBroken) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  #open(): void {
    this.#source?.close();
    const source = this.#reader.open();
    this.#source = source;
    source.addEventListener('open', () => this.#opened());
    source.addEventListener('error', () => void this.#broke(source));
    source.addEventListener('visit', (event) => this.#reader.onVisit(JSON.parse(event.data) as VisitNews));
    source.addEventListener('presence', (event) => this.#reader.onPresence(JSON.parse(event.data) as Presence));
    source.addEventListener('notice', (event) => this.#reader.onNotice(JSON.parse(event.data) as NoticeNews));
    source.addEventListener('provider', () => this.#reader.onProvider());
    source.addEventListener('resync', () => this.#reader.onResync());
    source.addEventListener('signed_out', () => {
      this.close();
      this.#reader.onSignedOut();
    });
  }

  #opened(): void {
    clearTimeout(this.#lost);
    this.#lost = undefined;
    this.#wait = FIRST_WAIT_MILLISECONDS;
    // The resumed stream should bring what was missed; asking again costs little and cannot be wrong.
    if (this.#wasBroken) this.#reader.onResync();
    this.#wasBroken = false;
    this.#reader.onState('live');
  }

  async #broke(source: NewsSource): Promise<void> {
    if (this.#isClosed || source !== this.#source) return;
    this.#wasBroken = true;
    this.#lost ??= setTimeout(() => this.#reader.onState('lost'), SILENT_BREAK_MILLISECONDS);
    // The browser tries again by itself after a lost connection, but not after an answer it did not like.
    if (source.readyState !== CLOSED) return;
    if (!(await this.#reader.isStillWelcome())) {
      this.close();
      this.#reader.onSignedOut();
    } else if (!this.#isClosed && source === this.#source) {
      // At a moment of one's own, so that not all pages come back at once after a restart.
      this.#retry = setTimeout(() => this.#open(), this.#wait * (0.5 + Math.random() / 2));
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MILLISECONDS);
    }
  }
}
