"""Measures with a short train of padding how much would get through, before anything that is seen depends on it."""

from dataclasses import dataclass
from typing import Final

PACKET_BITS: Final = (256 + 16 + 28) * 8
TRAIN_SECONDS: Final = 0.1
FEWEST_PACKETS: Final = 16
MOST_PACKETS: Final = 160
MOST_PACKETS_AT_ONCE: Final = 40
BELOW_MEASURED: Final = 0.8
MOST_GROWTH: Final = 3.0
GROWTH_UNMEASURED: Final = 1.5
MOST_UNMEASURED: Final = 250_000.0
"""Enough for the coarsest picture: while none is sent, clients say that padding came but not how long it took."""
ARRIVED_SHARE: Final = 0.75
NO_NEWS_SECONDS: Final = 1.5
AFTER_GAIN_SECONDS: Final = 0.2
AFTER_NO_GAIN_SECONDS: Final = 1.2
ASKED_AGAIN_SECONDS: Final = 0.02
DISTURBED_SECONDS: Final = 0.3


@dataclass(slots=True)
class Train:
    """So many packets, sent as fast as they may be, and what was the case before them.

    `received` counts the packets of the stream that carries padding, as its receiver told before the train.
    """

    packets: int
    estimate: float
    round_trip: float
    received: int | None
    began_at: float
    left: int
    ended_at: float | None = None
    asked_at: float | None = None
    waited: float = 0.0
    was_asked_again: bool = False

    def measured(self, arrived: int, sent: float) -> float:
        """Return bits per second: what left until the question, by how long all that took to come through."""
        if self.asked_at is None:
            grown = min(MOST_UNMEASURED, GROWTH_UNMEASURED * self.estimate)
            return grown if arrived >= ARRIVED_SHARE * self.packets else 0.0
        passed = self.asked_at - self.began_at
        bits = arrived * PACKET_BITS + min(sent, self.estimate) * passed  # what flowed before a fall is still in `sent`
        most = MOST_GROWTH * self.estimate
        took = passed + self.waited
        return most if bits * BELOW_MEASURED >= most * took else BELOW_MEASURED * bits / took


class Probing:
    """One train at a time. A sender report goes behind it; the later that arrives, the narrower the way.

    A train makes what comes behind it wait a tenth of a second where the estimate is right, which receivers put up
    with; so it may be repeated every second or two, and a network that has recovered is soon made use of.
    """

    def __init__(self) -> None:
        self._train: Train | None = None
        self.found_no_end = False
        """Whether the last train was too short to tell how much more would get through."""
        self._not_before = float("-inf")
        self._disturbed = (float("inf"), float("-inf"))

    @property
    def is_running(self) -> bool:
        """Whether a train is sent or waits to be judged."""
        return self._train is not None

    def may_begin(self, now: float) -> bool:
        """Whether it has waited long enough since the last."""
        return self._train is None and now >= self._not_before

    def begin(self, *, estimate: float, round_trip: float, received: int | None, now: float) -> None:
        """Begin a train that such a network would take a tenth of a second for."""
        packets = min(MOST_PACKETS, max(FEWEST_PACKETS, int(TRAIN_SECONDS * estimate / PACKET_BITS)))
        self._train = Train(packets, estimate, round_trip, received, now, left=packets)

    def due(self, now: float) -> int:
        """Return how many packets of padding to send now; behind the last belongs a sender report."""
        train = self._train
        if train is None or not train.left:
            return 0
        packets = min(MOST_PACKETS_AT_ONCE, train.left)
        train.left -= packets
        if not train.left:
            train.ended_at = now
        self._disturbed = (train.began_at, now + DISTURBED_SECONDS)
        return packets

    def asks_again(self, now: float) -> bool:
        """Whether to ask once more how long it took: the question, too, may be lost, and all would be for nothing."""
        train = self._train
        if train is None or train.ended_at is None or train.was_asked_again:
            return False
        train.was_asked_again = now >= train.ended_at + ASKED_AGAIN_SECONDS
        return train.was_asked_again

    def disturbs(self, asked_at: float) -> bool:
        """Whether what was sent at this moment may have had to wait behind a train of ours."""
        began_at, until = self._disturbed
        return began_at <= asked_at <= until

    def answered(self, round_trip: float, asked_at: float) -> None:
        """Take the round trip of a sender report: the first that went behind the train measures it."""
        train = self._train
        if train is None or train.ended_at is None or asked_at < train.ended_at or train.asked_at is not None:
            return
        train.asked_at, train.waited = asked_at, max(0.0, round_trip - train.round_trip)

    def concluded(self, sent: float, received: int | None, now: float) -> float | None:
        """Return once what gets through, in bits per second, if it is more than was believed.

        `sent` is what flows besides; `received` counts as before the train. When that was not known, the train tells
        nothing but where to count from.
        """
        train = self._train
        if train is None or train.ended_at is None:
            return None
        if train.asked_at is None and now < train.ended_at + NO_NEWS_SECONDS:
            return None
        self._train = None
        self._not_before = now + AFTER_GAIN_SECONDS
        self.found_no_end = False
        if train.received is None or received is None:
            return None
        reached = train.measured(min(train.packets, received - train.received), sent)
        if reached > train.estimate:
            self.found_no_end = reached >= MOST_GROWTH * train.estimate
            return reached
        if train.asked_at is not None:
            self._not_before = now + AFTER_NO_GAIN_SECONDS
        return None

    def congested(self, now: float) -> None:
        """Too much was sent: what a train would say now says nothing of the time after."""
        self._train = None
        self.found_no_end = False
        self._not_before = now + AFTER_NO_GAIN_SECONDS
