"""How much one receiver's network takes: falls at once when it is too much, rises carefully while it is not."""

from collections import deque
from typing import Final

FIRST: Final = 3_000_000.0
LEAST: Final = 100_000.0
MOST: Final = 50_000_000.0
HEAVY_LOSS: Final = 0.10
LIGHT_LOSS: Final = 0.02
CLEAR_LOSS: Final = 0.25
BELOW_DELIVERED: Final = 0.95
RISE_PER_SECOND: Final = 0.08
LEAST_RISE_PER_SECOND: Final = 40_000.0
SHARE_IN_USE: Final = 0.7
REPORTS_REMEMBERED: Final = 6
MOST_BACKGROUND_LOSS: Final = 0.15
FALLEN_SHARE: Final = 0.97
QUEUEING_SECONDS: Final = 0.15
GROWING: Final = 1.1
SETTLING_SECONDS: Final = 1.5
BELOW_QUEUED: Final = 0.8
FORGETTING_SHORTEST: Final = 1.01


class Estimate:
    """Bits per second that get through, by loss (RFC 3550), by the receiver's own limit (REMB) and by delay.

    Loss below a tenth is left to resending. Loss that stays the same whatever is sent is the network's own, and not
    ours to yield to. `sent` is what was being sent when the news was made, in bits per second. Each hearing returns
    what to fall to when the news is bad, else None: whoever asks decides whether something else was to blame.
    """

    def __init__(self, first: float = FIRST) -> None:
        self.bits_per_second = first
        self.congested_at = float("-inf")
        self._losses: deque[float] = deque(maxlen=REPORTS_REMEMBERED)
        self._limit: float | None = None
        self._shortest = float("inf")
        self._round_trip = 0.0
        self._rose_at: float | None = None

    @property
    def background_loss(self) -> float:
        """The share that is lost whatever we do."""
        if len(self._losses) < REPORTS_REMEMBERED:
            return 0.0
        return min(MOST_BACKGROUND_LOSS, *self._losses)

    def heard_loss(self, fraction: float, sent: float, now: float) -> float | None:
        """Take the share of packets lost since the last report."""
        excess = fraction - self.background_loss
        self._losses.append(fraction)
        if excess <= HEAVY_LOSS:
            if excess <= LIGHT_LOSS:
                self._rise(sent, now)
            return None
        delivered = sent * (1 - fraction) * BELOW_DELIVERED
        gentle = self.bits_per_second * (1 - excess / 2)
        return delivered if excess > CLEAR_LOSS else max(delivered, gentle)

    def heard_limit(self, limit: float, sent: float, now: float) -> float | None:
        """Take the receiver's own limit (REMB).

        It is seldom more than one and a half times what is received, so only one that falls means anything.
        """
        before, self._limit = self._limit, limit
        if before is not None and limit < FALLEN_SHARE * before and limit < sent * 1.05:
            return limit
        if limit > self.bits_per_second and now - self.congested_at > SETTLING_SECONDS:
            self.bits_per_second = min(MOST, limit)
        return None

    def heard_round_trip(self, seconds: float, sent: float, now: float) -> float | None:
        """Take a round trip: longer ones mean that packets queue."""
        before, self._round_trip = self._round_trip, seconds
        self._shortest = min(seconds, self._shortest * FORGETTING_SHORTEST)
        is_queueing = seconds - self._shortest > QUEUEING_SECONDS and seconds > GROWING * before > 0
        if not is_queueing or now - self.congested_at < SETTLING_SECONDS:
            return None
        return sent * BELOW_QUEUED

    def reached(self, bits_per_second: float) -> None:
        """So much was sent for a moment, and came through."""
        self.bits_per_second = min(MOST, max(self.bits_per_second, bits_per_second))

    def fall(self, to: float, now: float) -> None:
        """Believe that no more than this gets through."""
        self.bits_per_second = max(LEAST, min(self.bits_per_second, to))
        self.congested_at = now

    def _rise(self, sent: float, now: float) -> None:
        passed = 0.0 if self._rose_at is None else min(1.0, now - self._rose_at)
        self._rose_at = now
        if sent >= SHARE_IN_USE * self.bits_per_second:
            step = max(LEAST_RISE_PER_SECOND, RISE_PER_SECOND * self.bits_per_second)
            self.bits_per_second = min(MOST, self.bits_per_second + step * passed)
