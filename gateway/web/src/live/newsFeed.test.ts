import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NewsFeed, type NewsReader, type NewsSource } from './newsFeed';

class FakeSource implements NewsSource {
  readyState = 0;
  isClosedByUs = false;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.#listeners.set(type, listener);
  }

  close() {
    this.isClosedByUs = true;
  }

  tell(type: string, data: object = {}) {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }

  breakOff(readyState: number) {
    this.readyState = readyState;
    this.tell('error');
  }
}

function reading(isStillWelcome = true) {
  const sources: FakeSource[] = [];
  const reader = {
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    onState: vi.fn(), onVisit: vi.fn(), onPresence: vi.fn(), onNotice: vi.fn(), onProvider: vi.fn(), onResync: vi.fn(), onSignedOut: vi.fn(),
    isStillWelcome: () => Promise.resolve(isStillWelcome),
  } satisfies NewsReader;
  return { feed: new NewsFeed(reader), sources, reader };
}

describe('the stream of news', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says nothing about a short break and asks again for what it may have missed', async () => {
    const { sources, reader } = reading();
    sources[0]!.tell('open');

    sources[0]!.breakOff(0);
    await vi.advanceTimersByTimeAsync(1_000);
    sources[0]!.tell('open');
    await vi.advanceTimersByTimeAsync(5_000);

    expect(reader.onState.mock.calls).toEqual([['live'], ['live']]);
    expect(reader.onResync).toHaveBeenCalledOnce();
  });

  it('tells when the break lasts', async () => {
    const { sources, reader } = reading();
    sources[0]!.tell('open');

    sources[0]!.breakOff(0);
    await vi.advanceTimersByTimeAsync(2_000);

    expect(reader.onState).toHaveBeenLastCalledWith('lost');
  });

  it('is opened anew when the browser has given up, as after a 503', async () => {
    const { sources } = reading();

    sources[0]!.breakOff(2);
    await vi.advanceTimersByTimeAsync(600);
    sources[1]!.breakOff(2);
    await vi.advanceTimersByTimeAsync(1_100);

    expect(sources).toHaveLength(3);
  });

  it('ends, and says so, when nobody is signed in any more', async () => {
    const { sources, reader } = reading(false);

    sources[0]!.breakOff(2);
    await vi.advanceTimersByTimeAsync(10_000);

    expect(reader.onSignedOut).toHaveBeenCalledOnce();
    expect(sources).toHaveLength(1);
  });

  it('is not opened again once it was closed', async () => {
    const { feed, sources } = reading();

    sources[0]!.breakOff(2);
    feed.close();
    await vi.advanceTimersByTimeAsync(10_000);

    expect(sources).toHaveLength(1);
  });
});
