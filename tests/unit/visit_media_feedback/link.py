"""A network of our own making: bits per second, a queue, a delay, jitter, loss; reports as a browser makes them."""

from collections import deque
from dataclasses import dataclass, field
from random import Random

from visit_media.sfu.feedback.allocation import Picture, Step
from visit_media.sfu.feedback.budget import Budget
from visit_media.sfu.feedback.probing import PACKET_BITS
from visit_media.sfu.feedback.sender_reports import Answer
from visit_media.sfu.members.downlink import AWAITED_SECONDS

STEP_SECONDS = 0.02
ASKED_SECONDS = 0.2
REPORT_SECONDS = 1.0
REPORT_ON_LOSS_SECONDS = 0.1
MEDIA_PACKET_BITS = 1000 * 8
SOUND_PACKET_BITS = 900
SOUND = 45_000.0
KEY_FRAME_SECONDS = 0.4
LAYERS = (Step(0, 7, 150_000.0), Step(1, 7, 450_000.0), Step(2, 7, 1_700_000.0))


@dataclass
class Packet:
    """One datagram on its way down; `asked_at` is set for a sender report."""

    arrives_at: float
    kind: str
    is_lost: bool
    asked_at: float | None = None


@dataclass
class Report:
    """What the receiver says, and when that is heard."""

    heard_at: float
    lost: int
    expected: int
    padding: int
    answer: Answer | None


@dataclass
class Link:
    """Sends what the budget allots through a bottleneck, packet by packet, and keeps what happened."""

    capacity: float = 5_000_000.0
    queue_seconds: float = 0.3
    delay: float = 0.04
    jitter: float = 0.0
    loss: float = 0.0
    limits: str = ""
    can_pad: bool = True
    pictures: int = 1
    budget: Budget = field(default_factory=Budget)
    now: float = 0.0
    chosen: dict[int, Step | None] = field(default_factory=dict)
    history: list[tuple[float, tuple[int, ...]]] = field(default_factory=list)
    queued: list[tuple[float, float]] = field(default_factory=list)
    sound_lost: int = 0
    sound_sent: int = 0
    padding_received: int | None = None

    def __post_init__(self) -> None:
        self._random = Random(7)
        self._free_at = self._last_arrival = 0.0
        self._owed = {"sound": 0.0, "video": 0.0}
        self._under_way: deque[Packet] = deque()
        self._reports: deque[Report] = deque()
        self._lost = self._expected = self._padding = 0
        self._asked_at = self._reported_at = self._decided_at = 0.0
        self._echo: tuple[float, float] | None = None
        self._limit = 1_000_000.0
        self._awaited_at = float("-inf")
        self._rate = 0.0

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end = self.now + seconds
        while self.now < end:
            self._step()

    def run_until_congested(self) -> None:
        """Let time pass until the budget has fallen, ten seconds at most."""
        end = self.now + 10.0
        while not self.budget.is_congested(self.now) and self.now < end:
            self._step()

    def ranks(self) -> tuple[int, ...]:
        """The layer each picture is sent with; -1 for none."""
        return tuple(-1 if step is None else step.rank for step in self.chosen.values())

    def since(self, moment: float) -> list[tuple[float, tuple[int, ...]]]:
        """What was sent, from a moment on."""
        return [(at, ranks) for at, ranks in self.history if at >= moment]

    def pad(self, packets: int) -> None:
        """Send padding."""
        for _ in range(packets):
            self._send("padding", PACKET_BITS)

    def ask(self, now: float) -> None:
        """Send a sender report that is awaited."""
        self._awaited_at = now
        self._question(now)

    def _question(self, now: float) -> None:
        self._asked_at = now
        self._send("report", SOUND_PACKET_BITS, asked_at=now)

    def _step(self) -> None:
        self.now += STEP_SECONDS
        if self.budget.is_stale or self.now - self._decided_at >= 0.5:
            self._decide()
        video = sum(step.bits_per_second for step in self.chosen.values() if step is not None)
        self._rate += (video + SOUND - self._rate) * 0.02
        self.budget.sent = self._rate
        self._flow("video", video * STEP_SECONDS, MEDIA_PACKET_BITS)
        self._flow("sound", SOUND * STEP_SECONDS, SOUND_PACKET_BITS)
        self.budget.probe(self.now, self if self.can_pad else None)
        if self.now - self._asked_at >= ASKED_SECONDS and self.now - self._awaited_at >= AWAITED_SECONDS:
            self._question(self.now)
        self._receive()
        self._hear()
        self.history.append((self.now, self.ranks()))
        self.queued.append((self.now, max(0.0, self._free_at - self.now)))

    def _decide(self) -> None:
        self._decided_at = self.now
        before = self.ranks()
        pictures = []
        for name in range(self.pictures):
            held = self.chosen.get(name, LAYERS[-1]) if self.chosen else LAYERS[-1]
            place = len(LAYERS) if not self.chosen else -1 if held is None else LAYERS.index(held)
            pictures.append(Picture(name, LAYERS, 0, place))
        self.chosen = self.budget.share_out(pictures, SOUND, self.now)
        for name, step in enumerate(self.chosen.values()):
            if step is not None and before and before[name] != step.rank:
                self.budget.burst(self.now)
                self._flow("video", KEY_FRAME_SECONDS * step.bits_per_second, MEDIA_PACKET_BITS)

    def _flow(self, kind: str, bits: float, packet_bits: int) -> None:
        self._owed[kind] += bits
        while self._owed[kind] >= packet_bits:
            self._owed[kind] -= packet_bits
            self._send(kind, packet_bits)

    def _send(self, kind: str, bits: int, asked_at: float | None = None) -> None:
        self._free_at = max(self._free_at, self.now)
        overflows = self._free_at - self.now > self.queue_seconds
        is_lost = overflows or self._random.random() < self.loss
        if not overflows:
            self._free_at += bits / self.capacity
        self.sound_sent += kind == "sound"
        self.sound_lost += kind == "sound" and is_lost
        arrival = self._free_at + self.delay + self._random.uniform(0, 2 * self.jitter)
        self._last_arrival = max(self._last_arrival, arrival)
        self._under_way.append(Packet(self._last_arrival, kind, is_lost, asked_at))

    def _receive(self) -> None:
        while self._under_way and self._under_way[0].arrives_at <= self.now:
            packet = self._under_way.popleft()
            if packet.kind == "padding":
                self._padding += not packet.is_lost
            elif packet.asked_at is None:
                self._expected += 1
                self._lost += packet.is_lost
            elif not packet.is_lost:
                self._echo = packet.asked_at, packet.arrives_at
        since = self.now - self._reported_at
        if since >= REPORT_SECONDS or (self._lost and since >= REPORT_ON_LOSS_SECONDS):
            self._report()

    def _report(self) -> None:
        self._reported_at = self.now
        back = self.now + self.delay + self._random.uniform(0, 2 * self.jitter)
        answer = None
        if self._echo is not None:
            asked_at, arrived_at = self._echo
            answer = Answer(back - asked_at - (self.now - arrived_at), asked_at)
        self._reports.append(Report(back, self._lost, self._expected, self._padding, answer))
        self._lost = self._expected = 0

    def _hear(self) -> None:
        while self._reports and self._reports[0].heard_at <= self.now:
            report = self._reports.popleft()
            self.padding_received = report.padding
            if report.answer is not None and report.answer.asked_at >= self._awaited_at:
                self._awaited_at = float("-inf")
            if self.limits:
                self.budget.heard_limit(self._tell_limit(), self.now)
            self.budget.heard_report(report.lost, report.expected, report.answer, self.now)

    def _tell_limit(self) -> float:
        queued = self._free_at - self.now
        if self.limits == "nonsense":
            self._limit *= self._random.choice((0.5, 1.3))
        elif queued > 0.1 and self._limit > 0.87 * self.capacity:
            self._limit = 0.85 * self.capacity
        else:
            self._limit = min(1.08 * self._limit, 1.5 * self._rate + 10_000)
        return self._limit
