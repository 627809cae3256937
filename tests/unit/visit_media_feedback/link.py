"""A network of our own making: bits per second, a queue, a delay, some loss; reports as a browser makes them."""

from dataclasses import dataclass, field
from random import Random

from visit_media.sfu.feedback.allocation import Picture, Step
from visit_media.sfu.feedback.budget import Budget
from visit_media.sfu.feedback.probing import PACKET_BITS

STEP_SECONDS = 0.02
REPORT_SECONDS = 1.0
MEDIA_PACKET_BITS = 1000 * 8
SOUND = 45_000.0
LAYERS = (Step(0, 7, 150_000.0), Step(1, 7, 450_000.0), Step(2, 7, 1_700_000.0))


@dataclass
class Link:
    """Sends what the budget allots through a bottleneck, packet by packet, and keeps what happened."""

    capacity: float = 5_000_000.0
    queue_seconds: float = 0.3
    delay: float = 0.04
    loss: float = 0.0
    has_limits: bool = False
    pictures: int = 1
    budget: Budget = field(default_factory=Budget)
    now: float = 0.0
    chosen: dict[int, Step | None] = field(default_factory=dict)
    history: list[tuple[float, tuple[int, ...]]] = field(default_factory=list)
    estimates: list[float] = field(default_factory=list)
    sound_lost: int = 0
    sound_sent: int = 0

    def __post_init__(self) -> None:
        self._random = Random(7)
        self._queued = 0.0
        self._owed = {"sound": 0.0, "video": 0.0}
        self._lost = self._expected = 0
        self._reported_at = self._decided_at = 0.0
        self._pending: list[tuple[float, int]] = []
        self._asked = 2 * self.delay
        self._remb = 1_000_000.0
        self._rate = 0.0

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end = self.now + seconds
        while self.now < end:
            self._step()

    def ranks(self) -> tuple[int, ...]:
        """The layer each picture is sent with; -1 for none."""
        return tuple(-1 if step is None else step.rank for step in self.chosen.values())

    def since(self, moment: float) -> list[tuple[float, tuple[int, ...]]]:
        """What was sent, from a moment on."""
        return [(at, ranks) for at, ranks in self.history if at >= moment]

    def _step(self) -> None:
        self.now += STEP_SECONDS
        if self.budget.is_stale or self.now - self._decided_at >= 0.5:
            self._decide()
        video = sum(step.bits_per_second for step in self.chosen.values() if step is not None)
        self._rate += (video + SOUND - self._rate) * 0.05
        self.budget.sent, self.budget.sent_packets = self._rate, self._rate / MEDIA_PACKET_BITS
        self._queued = max(0.0, self._queued - self.capacity * STEP_SECONDS)
        lost = self._send("video", video * STEP_SECONDS, MEDIA_PACKET_BITS)
        self.sound_lost += self._send("sound", SOUND * STEP_SECONDS, 900)
        self.budget.probe(self.now, self._pad, self._ask_delay)
        if lost:
            self._pending.append((self.now + 2 * self.delay + self._queued / self.capacity, lost))
        self._report()
        self.history.append((self.now, self.ranks()))
        self.estimates.append(self.budget.estimate.bits_per_second)

    def _decide(self) -> None:
        self._decided_at = self.now
        pictures = []
        for name in range(self.pictures):
            held = self.chosen.get(name, LAYERS[-1]) if self.chosen else LAYERS[-1]
            place = len(LAYERS) if not self.chosen else -1 if held is None else LAYERS.index(held)
            pictures.append(Picture(name, LAYERS, 0, place))
        self.chosen = self.budget.share_out(pictures, SOUND, self.now)

    def _send(self, what: str, bits: float, packet_bits: int) -> int:
        self._owed[what] += bits
        lost = 0
        while self._owed[what] >= packet_bits:
            self._owed[what] -= packet_bits
            got_through = self._through(packet_bits)
            lost += not got_through
            self._expected += 1
            self.sound_sent += what == "sound"
        self._lost += lost
        return lost

    def _through(self, bits: int) -> bool:
        if self._queued + bits > self.queue_seconds * self.capacity:
            return False
        self._queued += bits
        return self._random.random() >= self.loss

    def _pad(self, packets: int) -> None:
        for _ in range(packets):
            self._lost += not self._through(PACKET_BITS)
            self._expected += 1

    def _ask_delay(self) -> None:
        self._asked = 2 * self.delay + self._queued / self.capacity

    def _report(self) -> None:
        for due, lost in [item for item in self._pending if item[0] <= self.now]:
            self.budget.heard_missing(lost, self.now)
            self._pending.remove((due, lost))
        if self.has_limits and self._queued > 0.1 * self.capacity and self._remb > 0.87 * self.capacity:
            self._remb = 0.85 * self.capacity
            self.budget.heard_limit(self._remb, self.now)
        if self.now - self._reported_at < REPORT_SECONDS:
            return
        self._reported_at = self.now
        if self.has_limits:
            self._remb = min(1.08 * self._remb, 1.5 * self._rate + 10_000)
            self.budget.heard_limit(self._remb, self.now)
        self.budget.heard_report(self._lost, self._expected, self._asked, self.now)
        self._ask_delay()
        self._lost = self._expected = 0
