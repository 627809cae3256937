"""What one subscriber is sent of each picture, from what its network is known to take."""

from typing import Final, Protocol

from visit_media.sfu.feedback.allocation import Picture, Step, allocate
from visit_media.sfu.feedback.estimate import Estimate
from visit_media.sfu.feedback.probing import Probing
from visit_media.sfu.feedback.sender_reports import Answer

FEWEST_PACKETS_TO_JUDGE: Final = 50
MOST_LOST_TO_WAIT: Final = 12
SHORTEST_WAIT_SECONDS: Final = 0.2
LONGEST_WAIT_SECONDS: Final = 0.9
FAR_TOO_MUCH: Final = 0.5
MUCH_LOST: Final = 0.03
SHARE_OF_RESENT: Final = 0.3
RESENT_AT_ONCE_SECONDS: Final = 1.0
FEWEST_RESENT: Final = 10.0
OCTETS_OF_RESENT: Final = 1100
RECENTLY_SECONDS: Final = 1.0
QUEUED_AT_MOST_SECONDS: Final = 0.06
BURST_SECONDS: Final = 1.0
BLINDLY_SECONDS: Final = 10.0


class Padded(Protocol):
    """A stream that may carry padding, and what its receiver last told of it."""

    @property
    def padding_received(self) -> int | None:
        """How many packets with padding and repetitions have come, from some moment on; None if nothing was told."""
        ...

    def pad(self, packets: int) -> None:
        """Send so many packets of padding."""
        ...

    def ask(self, now: float) -> None:
        """Send what the receiver's next report will tell the round trip by."""
        ...


class Budget:
    """Estimate, attempts to get more, and the sharing out. Sound comes first: it is never asked what it costs.

    `sent` is what flows to the subscriber, in bits per second, padding left out. `is_stale` says that it should be
    shared out anew.
    """

    def __init__(self, *, may_pause: bool = True) -> None:
        """With `may_pause` False every picture gets at least its coarsest form, whatever it takes."""
        self.estimate = Estimate()
        self._may_pause = may_pause
        self.sent = 0.0
        self.is_stale = True
        self._probing = Probing()
        self._wanted: float | None = None
        self._lost = 0
        self._expected = 0
        self._judged_at = 0.0
        self._resendable = 0.0
        self._resent_at = float("-inf")
        self._dared_at: float | None = None
        self._burst_at = float("-inf")
        self._was_far_too_much = False

    def is_congested(self, now: float) -> bool:
        """Whether too much was sent just now."""
        return now - self.estimate.congested_at < RECENTLY_SECONDS

    def is_overfull(self, now: float) -> bool:
        """Whether far too much was sent just now: a queue flows over, and nothing gets through it in time."""
        return self._was_far_too_much and self.is_congested(now)

    def heard_report(self, missed: int, expected: int, answer: Answer | None, now: float) -> None:
        """Take what a receiver report adds: media lost of what was expected since the one before, and a round trip."""
        if answer is not None:
            self._heard_round_trip(answer, now)
        if self.estimate.is_yielding(now) or self._is_in_burst(now):
            self._lost = self._expected = 0
            self._judged_at = now
            return
        self._lost += max(0, missed)
        self._expected += max(0, expected)
        waited = now - self._judged_at
        is_enough = self._expected >= FEWEST_PACKETS_TO_JUDGE or self._lost >= MOST_LOST_TO_WAIT
        is_enough = is_enough and waited >= SHORTEST_WAIT_SECONDS
        if self._expected > 0 and (is_enough or waited >= LONGEST_WAIT_SECONDS):
            lost, packets = self._lost, self._expected
            self._lost = self._expected = 0
            self._judged_at = now
            self._react(self.estimate.heard_loss(min(1.0, lost / packets), self.sent, now, packets), now)

    def burst(self, now: float) -> None:
        """A picture begins anew: its key frame makes what comes behind it wait, but only for a moment.

        While the network is overfull that is no excuse for anything.
        """
        if not self.is_congested(now):
            self._burst_at = now
        self._resendable = self._most_resendable

    def heard_limit(self, bits_per_second: float, now: float) -> None:
        """Take the receiver's own limit (REMB)."""
        fall_to = self.estimate.heard_limit(bits_per_second, self.sent, now)
        if not self._is_in_burst(now):
            self._react(fall_to, now)

    def copies(self, now: float) -> int:
        """Return how often to send again what was lost: where much is lost anyway, what repairs it is lost as well."""
        has_room = not self.is_congested(now) and not self.estimate.is_queueing
        return 2 if has_room and self.estimate.usual_loss >= MUCH_LOST else 1

    def may_resend(self, packets: int, now: float) -> int:
        """Return how many of these may be sent again: only a share, lest resending is what fills the network."""
        most = self._most_resendable
        self._resendable = min(most, self._resendable + most / RESENT_AT_ONCE_SECONDS * (now - self._resent_at))
        self._resent_at = now
        allowed = min(packets, int(self._resendable))
        self._resendable -= allowed
        return allowed

    def share_out(self, pictures: list[Picture], sound: float, now: float) -> dict[int, Step | None]:
        """Return what each picture is sent from now on; `sound` is what all sound takes, in bits per second.

        None is paused before the network has ever shown to take less: whoever enters a large room sees everybody at
        once, not when enough has been tried out.
        """
        available = max(0.0, self.estimate.bits_per_second - sound)
        may_pause = self._may_pause and self.estimate.has_fallen
        allocation = allocate(available, pictures, is_congested=self.is_congested(now), may_pause=may_pause)
        self._wanted = None if allocation.wanted is None else allocation.wanted + sound
        self.is_stale = False
        return allocation.chosen

    def probe(self, now: float, padded: Padded | None) -> None:
        """Go on with an attempt to get more through.

        Where nothing can be padded, or nobody says how long packets take, more is dared blindly, but only a good while
        after congestion.
        """
        if padded is None or not self.estimate.knows_round_trip:
            self._dare(now)
            return
        reached = self._probing.concluded(self.sent, padded.padding_received, now)
        if reached is not None:
            self.estimate.reached(reached)
            self.is_stale = True
        self._begin(padded, now)
        packets = self._probing.due(now)
        if packets:
            padded.pad(packets)
        if packets or self._probing.asks_again(now):
            padded.ask(now)

    @property
    def _most_resendable(self) -> float:
        rate = SHARE_OF_RESENT * self.estimate.bits_per_second / (8 * OCTETS_OF_RESENT)
        return max(FEWEST_RESENT, rate * RESENT_AT_ONCE_SECONDS)

    def _heard_round_trip(self, answer: Answer, now: float) -> None:
        self._probing.answered(answer.round_trip, answer.asked_at)
        if self._probing.disturbs(answer.asked_at):
            return
        fall_to = self.estimate.heard_round_trip(answer.round_trip, self.sent, answer.asked_at, now)
        if not self._is_in_burst(answer.asked_at):
            self._react(fall_to, now)

    def _is_in_burst(self, moment: float) -> bool:
        return 0 <= moment - self._burst_at < BURST_SECONDS

    def _begin(self, padded: Padded, now: float) -> None:
        estimate = self.estimate.bits_per_second
        lacks_any = self._wanted is not None and self._wanted > estimate
        if not lacks_any or self.is_congested(now) or not self._probing.may_begin(now):
            return
        if self.estimate.queued_seconds > QUEUED_AT_MOST_SECONDS:
            return
        if self._is_in_burst(now) and not self._probing.found_no_end:
            return
        round_trip, received = self.estimate.usual_round_trip, padded.padding_received
        self._probing.begin(estimate=estimate, round_trip=round_trip, received=received, now=now)

    def _dare(self, now: float) -> None:
        if self._dared_at is None:
            self._dared_at = now
        self.estimate.rise(self.sent, now)
        estimate = self.estimate.bits_per_second
        has_rested = now - max(self.estimate.congested_at, self._dared_at) > BLINDLY_SECONDS
        if self._wanted is not None and self._wanted > estimate and has_rested and not self.estimate.is_queueing:
            self._dared_at = now
            self.estimate.reached(self._wanted)
            self.is_stale = True

    def _react(self, fall_to: float | None, now: float) -> None:
        if fall_to is None:
            return
        self._wanted = None
        self.is_stale = True
        self._was_far_too_much = fall_to < FAR_TOO_MUCH * self.sent
        self._probing.congested(now)
        self.estimate.fall(fall_to, now)
