"""How much one receiver's network takes: falls at once when it is too much, rises when more was seen to get through."""

from collections import deque
from math import sqrt
from typing import Final

FIRST: Final = 3_000_000.0
LEAST: Final = 100_000.0
MOST: Final = 50_000_000.0
HEAVY_LOSS: Final = 0.10
LIGHT_LOSS: Final = 0.02
CLEAR_LOSS: Final = 0.25
"""So much is lost only where a queue flows over, also when nobody has said yet how long packets take."""
BELOW_DELIVERED: Final = 0.9
RISE_PER_SECOND: Final = 0.08
LEAST_RISE_PER_SECOND: Final = 40_000.0
SHARE_IN_USE: Final = 0.7
REPORTS_REMEMBERED: Final = 6
MOST_BACKGROUND_LOSS: Final = 0.12
FALLEN_SHARE: Final = 0.97
LOWEST_BELIEVED: Final = 0.7
QUEUEING_SECONDS: Final = 0.1
WARNED_QUEUEING_SECONDS: Final = 0.08
SHRINKING: Final = 0.9
FALLS_IN_VAIN: Final = 3
SETTLING_SECONDS: Final = 1.0
BELOW_QUEUED: Final = 0.8
BELOW_OVERFLOWING: Final = 0.25
COARSEST: Final = 250_000.0
"""What the coarsest picture takes with its sound: pausing it at the first sign of trouble would freeze it for long."""
ROUND_TRIPS_REMEMBERED_SECONDS: Final = 20.0
MOST_UNEVEN_SECONDS: Final = 0.03
LEAST_SECONDS_COMPARED: Final = 0.15
DOUBT: Final = 1.3
TAKES_EFFECT_SECONDS: Final = 0.3


class Estimate:
    """Bits per second that get through, by loss (RFC 3550), by delay, and by the receiver's own limit (REMB).

    Loss below a tenth is left to resending. Loss that stays the same whatever is sent is the network's own, and not
    ours to yield to. `sent` is what was being sent when the news was made, in bits per second. Each hearing returns
    what to fall to when the news is bad, else None.
    """

    def __init__(self, first: float = FIRST) -> None:
        self.bits_per_second = first
        self.congested_at = float("-inf")
        self._losses: deque[float] = deque(maxlen=REPORTS_REMEMBERED)
        self._limit: float | None = None
        self._round_trips: deque[tuple[float, float]] = deque()
        self._falls_for_delay = 0
        self._delayed_at = self._yielded_at = float("-inf")
        self._yielded_gently = False
        self._asked_at = 0.0
        self._rose_at: float | None = None
        self._is_clear = True

    @property
    def background_loss(self) -> float:
        """The share that is lost whatever we do."""
        if len(self._losses) < REPORTS_REMEMBERED:
            return 0.0
        return min(MOST_BACKGROUND_LOSS, *self._losses)

    @property
    def usual_loss(self) -> float:
        """The share that was lost of late while nothing queued."""
        return sum(self._losses) / len(self._losses) if self._losses else 0.0

    @property
    def has_fallen(self) -> bool:
        """Whether it ever was too much."""
        return self.congested_at > float("-inf")

    @property
    def is_queueing(self) -> bool:
        """Whether packets take clearly longer than they did: the network still holds some of ours."""
        return self.queued_seconds > QUEUEING_SECONDS

    @property
    def queued_seconds(self) -> float:
        """How much longer the last packets took than others within the last seconds."""
        return self._round_trip - min((seconds for _, seconds in self._round_trips), default=0.0)

    @property
    def knows_round_trip(self) -> bool:
        """Whether anything was heard of how long packets take."""
        return bool(self._round_trips)

    @property
    def usual_round_trip(self) -> float:
        """How long packets take where nothing holds them up, in seconds; 0 before anything is known."""
        ordered = sorted(seconds for _, seconds in self._round_trips) or [0.0]
        return min(ordered[len(ordered) // 4], ordered[0] + MOST_UNEVEN_SECONDS)

    def is_yielding(self, now: float) -> bool:
        """Whether the loss that is heard of now still is that of what was sent before the last fall for loss.

        A queue that flows over is another matter than the loss that was yielded to gently.
        """
        if self._yielded_gently and self.is_queueing:
            return False
        return now - self._yielded_at < TAKES_EFFECT_SECONDS + self._round_trip

    def heard_loss(self, fraction: float, sent: float, now: float, packets: int = 1000) -> float | None:
        """Take the share lost of so many packets since the last report; of few, chance loses many now and then."""
        excess = fraction - self.background_loss - DOUBT * sqrt(fraction * (1 - fraction) / packets)
        if not self.is_queueing:
            self._losses.append(fraction)
        self._is_clear = excess <= LIGHT_LOSS
        if excess <= HEAVY_LOSS or self.is_yielding(now):
            return None
        delivered = sent * (1 - fraction) * BELOW_DELIVERED
        is_overflowing = self.is_queueing or excess > CLEAR_LOSS
        self._yielded_at, self._yielded_gently = now, not is_overflowing
        if is_overflowing:
            # The queue that overflows has to drain, too; what does get through then is measured within seconds.
            return max(BELOW_OVERFLOWING * delivered, min(COARSEST, self.bits_per_second / 2))
        return max(delivered, min(self.bits_per_second, sent) * (1 - excess / 2))

    def heard_limit(self, limit: float, sent: float, now: float) -> float | None:
        """Take the receiver's own limit (REMB).

        Where packets merely come unevenly it falls to next to nothing. So it is but a warning: it counts when it falls
        while packets take longer, and then by no more than three tenths.
        """
        before, self._limit = self._limit, limit
        has_fallen = before is not None and limit < FALLEN_SHARE * before and limit < sent
        if has_fallen and self.queued_seconds > WARNED_QUEUEING_SECONDS and self._has_settled(now):
            return max(limit, LOWEST_BELIEVED * sent)
        return None

    def heard_round_trip(self, seconds: float, sent: float, asked_at: float, now: float) -> float | None:
        """Take a round trip: longer ones, one after the other, mean that packets queue.

        How fast they get longer says how much too much it is.
        """
        before, was_queueing = self._round_trip, self.is_queueing
        passed, self._asked_at = asked_at - self._asked_at, asked_at
        self._round_trips.append((now, seconds))
        while self._round_trips[0][0] < now - ROUND_TRIPS_REMEMBERED_SECONDS:
            self._round_trips.popleft()
        if not self.is_queueing:
            self._falls_for_delay = 0
        elif was_queueing and seconds > SHRINKING * before and self._has_settled(now):
            self._falls_for_delay += 1
            self._delayed_at = now
            if self._falls_for_delay <= FALLS_IN_VAIN or not self._is_clear:
                growing = max(0.0, seconds - before) / max(LEAST_SECONDS_COMPARED, passed)
                return sent * min(BELOW_QUEUED, BELOW_DELIVERED / (1 + growing))
            self._round_trips = deque(((now, seconds),))  # no queue stands so long: the way itself has become longer
        return None

    def reached(self, bits_per_second: float) -> None:
        """So much was seen to get through."""
        self.bits_per_second = min(MOST, max(self.bits_per_second, bits_per_second))

    def fall(self, to: float, now: float) -> None:
        """Believe that no more than this gets through."""
        self.bits_per_second = max(LEAST, min(self.bits_per_second, to))
        self.congested_at = self._delayed_at = now

    def rise(self, sent: float, now: float) -> None:
        """Where nothing can be tried out: believe in a little more while all is used and hardly anything lost."""
        passed = 0.0 if self._rose_at is None else min(1.0, now - self._rose_at)
        self._rose_at = now
        if self._is_clear and not self.is_yielding(now) and sent >= SHARE_IN_USE * self.bits_per_second:
            step = max(LEAST_RISE_PER_SECOND, RISE_PER_SECOND * self.bits_per_second)
            self.bits_per_second = min(MOST, self.bits_per_second + step * passed)

    def _has_settled(self, now: float) -> bool:
        return now - self._delayed_at >= SETTLING_SECONDS + self._round_trip

    @property
    def _round_trip(self) -> float:
        return self._round_trips[-1][1] if self._round_trips else 0.0
