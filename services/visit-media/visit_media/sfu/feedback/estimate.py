"""How much one receiver's network takes: falls at once when it is too much, rises carefully while it is not."""

from collections import deque
from math import sqrt
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
MOST_BACKGROUND_LOSS: Final = 0.12
FALLEN_SHARE: Final = 0.97
QUEUEING_SECONDS: Final = 0.15
SHRINKING: Final = 0.9
FALLS_IN_VAIN: Final = 4
SETTLING_SECONDS: Final = 1.5
BELOW_QUEUED: Final = 0.8
ROUND_TRIPS_REMEMBERED_SECONDS: Final = 10.0
DOUBT: Final = 1.3
TAKES_EFFECT_SECONDS: Final = 0.8


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
        self._round_trips: deque[tuple[float, float]] = deque()
        self._falls_for_delay = 0
        self._delayed_at = float("-inf")
        self._rose_at: float | None = None

    @property
    def background_loss(self) -> float:
        """The share that is lost whatever we do."""
        if len(self._losses) < REPORTS_REMEMBERED:
            return 0.0
        return min(MOST_BACKGROUND_LOSS, *self._losses)

    @property
    def is_queueing(self) -> bool:
        """Whether packets take longer than they did within the last seconds: the network still holds some of ours."""
        return self.queued_seconds > QUEUEING_SECONDS

    @property
    def queued_seconds(self) -> float:
        """How much longer the last packets took than others within the last seconds."""
        return self._round_trip - min((seconds for _, seconds in self._round_trips), default=0.0)

    def heard_loss(self, fraction: float, sent: float, now: float, packets: int = 1000) -> float | None:
        """Take the share lost of so many packets since the last report; of few, chance loses many now and then."""
        excess = fraction - self.background_loss - DOUBT * sqrt(fraction * (1 - fraction) / packets)
        self._losses.append(fraction)
        if now - self.congested_at < TAKES_EFFECT_SECONDS + self._round_trip:
            return None  # these were sent before
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
        before = self._round_trip
        self._round_trips.append((now, seconds))
        while self._round_trips[0][0] < now - ROUND_TRIPS_REMEMBERED_SECONDS:
            self._round_trips.popleft()
        if not self.is_queueing:
            self._falls_for_delay = 0
        elif before > 0 and seconds > SHRINKING * before and now - self._delayed_at >= SETTLING_SECONDS:
            self._falls_for_delay += 1
            self._delayed_at = now
            if self._falls_for_delay <= FALLS_IN_VAIN:
                return sent * BELOW_QUEUED
            self._round_trips = deque(((now, seconds),))  # no queue stands so long: the way itself has become longer
        return None

    def reached(self, bits_per_second: float) -> None:
        """So much was sent for a moment, and came through."""
        self.bits_per_second = min(MOST, max(self.bits_per_second, bits_per_second))

    def fall(self, to: float, now: float) -> None:
        """Believe that no more than this gets through."""
        self.bits_per_second = max(LEAST, min(self.bits_per_second, to))
        self.congested_at = self._delayed_at = now

    def _rise(self, sent: float, now: float) -> None:
        passed = 0.0 if self._rose_at is None else min(1.0, now - self._rose_at)
        self._rose_at = now
        if sent >= SHARE_IN_USE * self.bits_per_second:
            step = max(LEAST_RISE_PER_SECOND, RISE_PER_SECOND * self.bits_per_second)
            self.bits_per_second = min(MOST, self.bits_per_second + step * passed)

    @property
    def _round_trip(self) -> float:
        return self._round_trips[-1][1] if self._round_trips else 0.0
