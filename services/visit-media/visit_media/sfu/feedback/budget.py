"""What one subscriber is sent of each picture, from what its network is known to take."""

from collections.abc import Callable
from typing import Final

from visit_media.sfu.feedback.allocation import Picture, Step, allocate
from visit_media.sfu.feedback.estimate import Estimate
from visit_media.sfu.feedback.probing import Probing

FEWEST_PACKETS_TO_JUDGE: Final = 20
LONGEST_WAIT_SECONDS: Final = 1.0
RECENTLY_SECONDS: Final = 1.0
BLINDLY_SECONDS: Final = 10.0
PADDING_REPORTED_SECONDS: Final = 1.5
UNMEASURED_ROUND_TRIP: Final = 0.1


class Budget:
    """Estimate, attempts to get more, and the sharing out. Sound comes first: it is never asked what it costs.

    `sent` and `sent_packets` are what flows to the subscriber, in bits and packets per second, padding left out.
    `is_stale` says that it should be shared out anew.
    """

    def __init__(self) -> None:
        self.estimate = Estimate()
        self.round_trip = 0.0
        self.sent = 0.0
        self.sent_packets = 0.0
        self.is_stale = True
        self._probing = Probing()
        self._wanted: float | None = None
        self._lost = 0
        self._expected = 0
        self._judged_at = 0.0
        self._padded: list[tuple[float, int]] = []

    def heard_report(self, missed: int, expected: int, round_trip: float | None, now: float) -> None:
        """Take what a receiver report adds: packets lost of those expected since the one before, and a round trip."""
        if round_trip is not None:
            self.round_trip = round_trip
            self._react(self.estimate.heard_round_trip(round_trip, self.sent, now), now)
        self._lost += max(0, missed)
        self._expected += max(0, expected)
        is_due = self._expected >= FEWEST_PACKETS_TO_JUDGE or now - self._judged_at >= LONGEST_WAIT_SECONDS
        if not is_due or not self._expected:
            return
        lost, fraction = self._lost, min(1.0, self._lost / self._expected)
        self._lost = self._expected = 0
        self._judged_at = now
        self._padded = [(at, packets) for at, packets in self._padded if at > now - PADDING_REPORTED_SECONDS]
        is_certain = lost > sum(packets for _, packets in self._padded)  # padding alone cannot have cost so much
        self._react(self.estimate.heard_loss(fraction, self.sent, now), now, is_certain=is_certain)
        self._conclude(now, is_reported=True)

    def heard_limit(self, bits_per_second: float, now: float) -> None:
        """Take the receiver's own limit (REMB)."""
        self._react(self.estimate.heard_limit(bits_per_second, self.sent, now), now)

    def heard_missing(self, packets: int, now: float) -> None:
        """Take that the subscriber asks for packets again."""
        if self._probing.missed(packets, self.sent_packets, now):
            self._wanted = None
            self.is_stale = True

    def share_out(self, pictures: list[Picture], sound: float, now: float) -> dict[int, Step | None]:
        """Return what each picture is sent from now on; `sound` is what all sound takes, in bits per second."""
        is_congested = now - self.estimate.congested_at < RECENTLY_SECONDS
        available = max(0.0, self.estimate.bits_per_second - sound)
        allocation = allocate(available, pictures, is_congested=is_congested)
        self._wanted = None if allocation.wanted is None else allocation.wanted + sound
        self.is_stale = False
        return allocation.chosen

    def probe(self, now: float, pad: Callable[[int], None] | None, ask_delay: Callable[[], None]) -> None:
        """Go on with an attempt to get more through.

        `pad` sends so many packets; `ask_delay` sends what the receiver's next report will tell the round trip by.
        Where nothing can be padded, more is dared blindly, but only a good while after congestion.
        """
        self._conclude(now, is_reported=False)
        rests = RECENTLY_SECONDS if pad is not None else BLINDLY_SECONDS
        if self._wanted is not None and now - self.estimate.congested_at > rests:
            round_trip = self.round_trip or UNMEASURED_ROUND_TRIP
            estimate = self.estimate.bits_per_second
            self._probing.consider(self._wanted, estimate=estimate, round_trip=round_trip, now=now)
        packets = self._probing.padding(self.sent, now)
        if packets and pad is not None:
            pad(packets)
            self._padded.append((now, packets))
        if self._probing.has_just_ended(now):
            ask_delay()

    def _conclude(self, now: float, *, is_reported: bool) -> None:
        reached = self._probing.reached(now, is_reported=is_reported)
        if reached is not None:
            self.estimate.reached(reached)
            self.is_stale = True

    def _react(self, fall_to: float | None, now: float, *, is_certain: bool = False) -> None:
        if fall_to is None:
            return
        self._wanted = None
        self.is_stale = True
        if not self._probing.congested(now) or is_certain:
            self.estimate.fall(fall_to, now)
