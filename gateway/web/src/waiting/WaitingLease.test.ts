import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/asking';
import { RENEW_MILLISECONDS, RETRY_MILLISECONDS, WaitingLease, type Ways } from './WaitingLease';

const booked = { state: 'booked' } as const;

describe('a page that waits for a visit', () => {
  const tell = vi.fn<Ways['tell']>();
  const stop = vi.fn<Ways['stop']>();
  const notWaited = vi.fn<Ways['onNotWaited']>();
  let lease: WaitingLease;

  beforeEach(() => {
    vi.useFakeTimers();
    for (const way of [tell, stop, notWaited]) way.mockReset();
    tell.mockResolvedValue(booked);
    lease = new WaitingLease({ tell, stop, onNotWaited: notWaited });
  });
  afterEach(() => void vi.useRealTimers());

  it('says so at once and again four times a minute', async () => { // LIF-2
    lease.hold();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(tell).toHaveBeenCalledTimes(1 + 60_000 / RENEW_MILLISECONDS);
    expect(notWaited).not.toHaveBeenCalled();
  });

  it('says that it waits no more, once', async () => {
    lease.hold();
    await vi.advanceTimersByTimeAsync(1);

    lease.letGo();
    lease.letGo();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(stop).toHaveBeenCalledOnce();
    expect(tell).toHaveBeenCalledOnce();
  });

  it('learns from the answer that the visit was started, although no news came', async () => { // LIF-2
    lease.hold();
    await vi.advanceTimersByTimeAsync(1);
    tell.mockResolvedValue({ state: 'started' });
    await vi.advanceTimersByTimeAsync(RENEW_MILLISECONDS);

    expect(notWaited).toHaveBeenCalledOnce();
    expect(stop).not.toHaveBeenCalled();
  });

  it('tries again soon when it was not heard', async () => {
    tell.mockRejectedValueOnce(new Problem(0, 'offline')).mockRejectedValueOnce(new Problem(503, 'unavailable'));
    lease.hold();
    await vi.advanceTimersByTimeAsync(2 * RETRY_MILLISECONDS);

    expect(tell).toHaveBeenCalledTimes(3);
    expect(notWaited).not.toHaveBeenCalled();
  });

  it('has the page look again when the visit is not its own any more', async () => {
    tell.mockRejectedValue(new Problem(404, 'not_found'));
    lease.hold();
    await vi.advanceTimersByTimeAsync(1);

    expect(notWaited).toHaveBeenCalledOnce();
  });

  it('is not counted after it was left in the middle of saying that it waits', async () => {
    let answer = (_: typeof booked) => undefined as void;
    tell.mockReturnValueOnce(new Promise((resolve) => { answer = resolve; }));
    lease.hold();
    lease.letGo();
    answer(booked);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(stop).toHaveBeenCalledTimes(2);
    expect(tell).toHaveBeenCalledOnce();
  });

  it('is counted at once when the page is back', async () => {
    lease.hold();
    await vi.advanceTimersByTimeAsync(1);
    lease.letGo();

    lease.hold();
    await vi.advanceTimersByTimeAsync(1);

    expect(tell).toHaveBeenCalledTimes(2);
  });
});
