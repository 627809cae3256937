"""What came, what should have come, and how evenly (RFC 3550 6.4.1, A.3, A.8)."""

from visit_media.sfu.plane.counters import StreamCounters
from visit_media.sfu.plane.python.losses import FIRST


class Reception:
    """The statistics of one stream."""

    __slots__ = (
        "_clock_rate", "_first", "_highest", "_jitter", "_transit",
        "heard_at", "octets", "packets", "recovered", "temporal_octets",
    )  # fmt: skip

    def __init__(self, clock_rate: int) -> None:
        self.packets = self.octets = self.recovered = 0
        self.heard_at = float("-inf")
        self.temporal_octets = [0, 0, 0, 0]
        self._clock_rate = clock_rate
        self._first = self._highest = -1
        self._jitter = self._transit = 0.0

    def note(self, extended: int, timestamp: int, octets: int, at: float) -> None:
        """Count one packet. `at` is in seconds, `octets` of payload."""
        self.packets += 1
        self.octets += octets
        if extended <= self._highest:
            return
        self.heard_at = at
        self._highest = extended
        transit = at * self._clock_rate - timestamp
        difference = abs(transit - self._transit)
        self._transit = transit
        if self._first < 0:
            self._first = extended
        elif difference < self._clock_rate:  # more is a jump of the sender's clock or a roll-over, not the network
            self._jitter += (difference - self._jitter) / 16

    def counters(self) -> StreamCounters:
        """Return how it stands."""
        expected = self._highest - self._first + 1 if self._first >= 0 else 0
        return StreamCounters(
            packets=self.packets,
            octets=self.octets,
            highest=self._highest - FIRST if self._first >= 0 else 0,
            expected=expected,
            lost=expected - self.packets,
            jitter=int(self._jitter),
            recovered=self.recovered,
            heard_at=self.heard_at,
            temporal_octets=tuple(self.temporal_octets) if any(self.temporal_octets) else (),
        )
