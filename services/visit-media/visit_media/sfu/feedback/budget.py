"""What one subscriber is sent of each picture, from what its network is known to take."""

from collections.abc import Callable
from typing import Final

from visit_media.sfu.feedback.allocation import Picture, Step, allocate
from visit_media.sfu.feedback.estimate import Estimate
from visit_media.sfu.feedback.probing import Probing

FEWEST_PACKETS_TO_JUDGE: Final = 50
SHORTEST_WAIT_SECONDS: Final = 0.4
LONGEST_WAIT_SECONDS: Final = 0.9
SHARE_OF_RESENT: Final = 0.3
RESENT_AT_ONCE_SECONDS: Final = 1.0
OCTETS_OF_RESENT: Final = 1100
RECENTLY_SECONDS: Final = 1.0
BLINDLY_SECONDS: Final = 10.0
PADDING_REPORTED_SECONDS: Final = 1.5
QUEUED_BY_TRYING_SECONDS: Final = 0.1
UNMEASURED_ROUND_TRIP: Final = 0.1


class Budget:
    """Estimate, attempts to get more, and the sharing out. Sound comes first: it is never asked what it costs.

    `sent` and `sent_packets` are what flows to the subscriber, in bits and packets per second, padding left out.
    `is_stale` says that it should be shared out anew.
    """

    def __init__(self, *, may_pause: bool = True) -> None:
        """With `may_pause` False every picture gets at least its coarsest form, whatever it takes."""
        self.estimate = Estimate()
        self._may_pause = may_pause
        self.round_trip = 0.0
        self.sent = 0.0
        self.sent_packets = 0.0
        self.is_stale = True
        self._probing = Probing()
        self._wanted: float | None = None
        self._lost = 0
        self._expected = 0
        self._judged_at = 0.0
        self._resendable = 0.0
        self._resent_at = float("-inf")
        self._padded: list[tuple[float, int]] = []

    def is_congested(self, now: float) -> bool:
        """Whether too much was sent just now."""
        return now - self.estimate.congested_at < RECENTLY_SECONDS

    def heard_report(self, missed: int, expected: int, round_trip: float | None, now: float) -> None:
        """Take what a receiver report adds: packets lost of those expected since the one before, and a round trip."""
        falls = []
        if round_trip is not None:
            self.round_trip = round_trip
            falls.append(self.estimate.heard_round_trip(round_trip, self.sent, now))
        self._lost += max(0, missed)
        self._expected += max(0, expected)
        waited = now - self._judged_at
        is_enough = self._expected >= FEWEST_PACKETS_TO_JUDGE and waited >= SHORTEST_WAIT_SECONDS
        is_judged = self._expected > 0 and (is_enough or waited >= LONGEST_WAIT_SECONDS)
        is_certain = False
        if is_judged:
            lost, packets, fraction = self._lost, self._expected, min(1.0, self._lost / self._expected)
            self._lost = self._expected = 0
            self._judged_at = now
            self._padded = [(at, count) for at, count in self._padded if at > now - PADDING_REPORTED_SECONDS]
            is_certain = lost > sum(count for _, count in self._padded)  # padding alone cannot have cost so much
            falls.append(self.estimate.heard_loss(fraction, self.sent, now, packets))
        self._react(min((to for to in falls if to is not None), default=None), now, is_certain=is_certain)
        if round_trip is not None and self.estimate.queued_seconds > QUEUED_BY_TRYING_SECONDS:
            self._probing.failed(now)
        if is_judged:
            self._conclude(now, is_reported=True)

    def heard_limit(self, bits_per_second: float, now: float) -> None:
        """Take the receiver's own limit (REMB)."""
        self._react(self.estimate.heard_limit(bits_per_second, self.sent, now), now)

    def heard_missing(self, packets: int, now: float) -> None:
        """Take that the subscriber asks for packets again."""
        if self._probing.missed(packets, self.sent_packets, now):
            self._wanted = None
            self.is_stale = True

    def may_resend(self, packets: int, now: float) -> int:
        """Return how many of these may be sent again: only a share, lest resending is what fills the network."""
        rate = SHARE_OF_RESENT * self.estimate.bits_per_second / (8 * OCTETS_OF_RESENT)
        self._resendable = min(rate * RESENT_AT_ONCE_SECONDS, self._resendable + rate * (now - self._resent_at))
        self._resent_at = now
        allowed = min(packets, int(self._resendable))
        self._resendable -= allowed
        return allowed

    def share_out(self, pictures: list[Picture], sound: float, now: float) -> dict[int, Step | None]:
        """Return what each picture is sent from now on; `sound` is what all sound takes, in bits per second."""
        available = max(0.0, self.estimate.bits_per_second - sound)
        allocation = allocate(available, pictures, is_congested=self.is_congested(now), may_pause=self._may_pause)
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
        has_rested = now - self.estimate.congested_at > rests and not self.estimate.is_queueing
        if self._wanted is not None and has_rested:
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
        if not self._probing.congested(now, is_certain=is_certain):
            self.estimate.fall(fall_to, now)
