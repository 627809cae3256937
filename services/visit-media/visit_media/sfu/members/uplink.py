"""A track as its publisher sends it: one layer, or several of the same picture."""

from typing import TYPE_CHECKING, Final

from visit_media.sfu.feedback.allocation import Step
from visit_media.sfu.feedback.key_frames import KeyFrameRequests
from visit_media.sfu.feedback.rates import Rate
from visit_media.sfu.feedback.reception import Reception as Statistics
from visit_media.sfu.members.loudness import Loudness
from visit_media.sfu.negotiation.terms import Reception
from visit_media.sfu.plane.counters import StreamCounters
from visit_media.sfu.plane.terms import StreamId

if TYPE_CHECKING:
    from visit_media.sfu.members.downlink import Downlink
    from visit_media.sfu.members.ingress import Ingress

LIVE_SECONDS: Final = 2.0
ALL_TEMPORAL: Final = 7
NOBODY: Final = -1
GUESSED_BITS: Final = (150_000.0, 450_000.0, 1_500_000.0)
GUESSED_BITS_OF_ONE: Final = 800_000.0
WORTH_LEAVING_OUT: Final = 0.9
OVERHEAD_OCTETS: Final = 12 + 8 + 16 + 28
"""Of each packet on the wire: RTP header, extensions, authentication tag, UDP over IPv4."""


class Layer:
    """One stream of packets with its own SSRC, numbers and clock."""

    def __init__(self, uplink: "Uplink", rid: str, rank: int) -> None:
        self.uplink = uplink
        self.ingress = uplink.ingress
        self.rid = rid
        self.rank = rank
        self.ssrc: int | None = None
        self.stream: StreamId | None = None
        self.repair_ssrcs: set[int] = set()
        self.statistics = Statistics()
        self.key_frames = KeyFrameRequests()
        self.heard_at = float("-inf")
        self.counters: StreamCounters | None = None
        self._lost = 0
        self._octets = Rate()
        self._temporal: list[Rate] = []

    def is_live(self, now: float) -> bool:
        """Whether packets have come lately: senders silently stop layers they cannot afford."""
        return now - self.heard_at < LIVE_SECONDS

    @property
    def bits_per_second(self) -> float:
        """What it takes as measured, before that as is usual for its kind."""
        if self._octets.is_measured:
            return 8 * self._octets.per_second
        if len(self.uplink.layers) == 1:
            return GUESSED_BITS_OF_ONE
        return GUESSED_BITS[min(self.rank, len(GUESSED_BITS) - 1)]

    def lost_since(self, counters: StreamCounters) -> int:
        """Return how many more packets are lost, as it seems for good: those that were missing the last time, too."""
        if self.counters is None:  # the sender begins, perhaps anew
            self._lost = 0
            return 0
        missing_both_times = min(counters.lost, self.counters.lost)
        more = max(0, missing_both_times - self._lost)
        self._lost += more
        return more

    def note(self, counters: StreamCounters, now: float) -> None:
        """Take a reading of what has come."""
        self.counters = counters
        self.heard_at = max(self.heard_at, counters.heard_at)
        self._octets.read(counters.octets + OVERHEAD_OCTETS * counters.packets, now)
        while len(self._temporal) < len(counters.temporal_octets):
            self._temporal.append(Rate())
        for rate, octets in zip(self._temporal, counters.temporal_octets, strict=False):
            rate.read(octets, now)

    def steps(self) -> list[Step]:
        """Return the ways to send this layer, from few pictures per second to all."""
        every = Step(self.rank, ALL_TEMPORAL, self.bits_per_second)
        rates = [rate.per_second for rate in self._temporal]
        total = sum(rates)
        if total <= 0 or not self._octets.is_measured:
            return [every]
        steps = []
        for temporal in range(0 if self.rank == 0 else 1, len(rates) - 1):
            share = sum(rates[: temporal + 1]) / total
            if 0 < share < WORTH_LEAVING_OUT:
                steps.append(Step(self.rank, temporal, share * every.bits_per_second))
        return [*steps, every]


class Uplink:
    """Everything one publisher sends on one media section."""

    def __init__(self, terms: Reception, ingress: "Ingress") -> None:
        self.terms = terms
        self.ingress = ingress
        self.kind = terms.kind
        self.clock_rate = terms.codec.clock_rate
        self.loudness = Loudness()
        self.downlinks: set[Downlink] = set()
        self.layers = [Layer(self, rid, rank) for rank, rid in enumerate(terms.rids or ("",))]

    @property
    def wanted_rank(self) -> int:
        """The highest layer that is of use to anybody, -1 when nobody looks: the publisher may stop the others."""
        wishes = (downlink.highest_rank for downlink in self.downlinks if not downlink.is_hidden)
        return min(max(wishes, default=NOBODY), len(self.layers) - 1)

    def layer(self, rank: int) -> Layer:
        """Return the layer of this rank, or the finest."""
        return self.layers[min(rank, len(self.layers) - 1)]

    def steps(self, highest_rank: int, highest_temporal: int, now: float) -> tuple[Step, ...]:
        """Return the ways to send this picture within a wish, coarsest first, by layers that are alive.

        When no layer within the wish is, then the coarsest that is; none while nothing comes.
        """
        is_alone = len(self.layers) == 1  # then there is nothing else to send, should it fall silent
        alive = [layer for layer in self.layers if layer.stream is not None and (is_alone or layer.is_live(now))]
        fitting = [layer for layer in alive if layer.rank <= highest_rank] or alive[:1]
        steps = [step for layer in fitting for step in layer.steps()]
        return tuple(step for step in steps if step.temporal <= highest_temporal) or tuple(steps[:1])
