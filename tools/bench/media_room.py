"""One room held for a while: what was lost, how late packets were, and what it took of the server.

Everybody has the camera on at tile size (176 kbit/s, 20 pictures a second) and sends 50 sounds a second; eight speak at
a time, and every three seconds one gives way to another: what was held back of the newcomer is sent, and counts.
Every packet is counted by the clear part of its header at every receiver. At each fifth
receiver packets are decrypted, too, and their stamp compared with the time at which the kernel took them in. Nobody
allows pictures to be paused (`subscriber_allow_pause`): how much the network takes is not tried out here.
"""

import asyncio
import gc
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from pylibsrtp import Error

from tools.callers.caller import Caller
from tools.callers.crowd import Crowd
from tools.callers.description import OPUS, VP8
from tools.callers.path import Path
from tools.callers.process import ServerProcess
from tools.callers.reception import HEADER_BYTES, SEQUENCES, Octets, read_headers
from tools.callers.server import share_cores, take_core
from tools.callers.sources import Camera, Microphone, read_stamp
from visit_media.sfu.transport.certificate import Identity

SERVER_CORE: Final = 0
CROWD_CORE: Final = 1
SPEAKERS: Final = 8
TURN_SECONDS: Final = 3.0
SETTLING_SECONDS: Final = 30.0
LOOK_SECONDS: Final = 1.0
CALM_LOOKS: Final = 3
UNDER_WAY: Final = 2
RECEIVERS_PER_PROBE: Final = 5


@dataclass(frozen=True, slots=True)
class Held:
    """How a room went."""

    people: int
    expected: int
    lost: int
    p50_seconds: float
    p99_seconds: float
    core_share: float
    bytes_per_person: float
    packets_per_second: float

    @property
    def share_arrived(self) -> float:
        """Of the packets that had to be forwarded, those that came."""
        return 1 - self.lost / self.expected


class Counting:
    """Remembers the header of each packet of one receiver."""

    def __init__(self) -> None:
        self._headers: list[Octets] = []

    def note(self, path: Path, slots: NDArray[np.intp]) -> None:
        """Keep what can be read without keys."""
        self._headers.append(path.octets[slots, :HEADER_BYTES])

    def begin(self) -> None:
        """Count from here."""
        self._headers.clear()

    def of(self, payload_type: int) -> dict[int, NDArray[np.int64]]:
        """Return the sequence numbers that came with this payload type, by SSRC."""
        if not self._headers:
            return {}
        rows = np.concatenate(self._headers)
        ssrcs, sequences = read_headers(rows[rows[:, 1] & 0x7F == payload_type])
        return {int(ssrc): sequences[ssrcs == ssrc] for ssrc in np.unique(ssrcs)}


class Probing(Counting):
    """Opens packets, too, and notes how long they took."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: list[float] = []

    def note(self, path: Path, slots: NDArray[np.intp]) -> None:
        """Keep how long each took since it was sent."""
        super().note(path, slots)
        if path.opening is None:
            return
        for slot in slots:
            try:
                stamp = read_stamp(path.opening.unprotect(path.datagram(int(slot))))
            except Error:
                continue  # counted by its header; the totals would not fit if it were nobody's
            arrived_at = path.port.incoming.arrived_at(int(slot))
            if stamp is not None and arrived_at is not None:
                self.delays.append(arrived_at - stamp[2])

    def begin(self) -> None:
        """Count from here."""
        super().begin()
        self.delays.clear()


async def hold(people: int, seconds: float) -> Held:
    """Let so many into a new room of a new server, and hold it; TimeoutError when somebody does not get in."""
    gc.disable()  # what is kept of each packet would be looked at again and again
    try:
        async with ServerProcess(SERVER_CORE) as server, Crowd() as crowd:
            take_core(CROWD_CORE)
            await _warm_up(server, crowd)
            memory = server.memory_bytes()
            ears = [Probing() if at % RECEIVERS_PER_PROBE == 0 else Counting() for at in range(people)]
            callers = await _gather(server, crowd, ears)
            return await _measure(server, callers, ears, seconds=seconds, memory=memory)
    finally:
        gc.enable()
        share_cores()


async def _warm_up(server: ServerProcess, crowd: Crowd) -> None:
    """What everybody shares is in memory once somebody has been there."""
    visit_id, identity = uuid4(), Identity()
    early = [Caller(server.url, server.token(visit_id, uuid4()), identity) for _ in range(2)]
    for caller in early:
        await crowd.join(caller, "audio", "video")
    await asyncio.sleep(1)
    for caller in early:
        await crowd.leave(caller)


async def _gather(server: ServerProcess, crowd: Crowd, ears: Sequence[Counting]) -> list[Caller]:
    visit_id, identity, callers, people = uuid4(), Identity(), [], len(ears)
    for number, ear in enumerate(ears):
        token = server.token(visit_id, uuid4())
        caller = Caller(server.url, token, identity, number=number, ear=ear, allows_pause=False)
        await crowd.join(caller, "audio", "video")
        callers.append(caller)
    calm = 0
    async with asyncio.timeout(SETTLING_SECONDS):
        while calm < CALM_LOOKS:
            for ear in ears:
                ear.begin()
            await asyncio.sleep(LOOK_SECONDS)
            calm = calm + 1 if all(len(ear.of(VP8)) == people - 1 for ear in ears) else 0
    return callers


async def _measure(
    server: ServerProcess, callers: list[Caller], ears: Sequence[Counting], *, seconds: float, memory: int
) -> Held:
    for ear in ears:
        ear.begin()
    sent_before, spent_before = _pictures(callers), server.cpu_seconds()
    await _take_turns(callers, seconds)
    spent = server.cpu_seconds() - spent_before
    expected, lost = _count(ears, (_pictures(callers) - sent_before) * (len(callers) - 1))
    delays = np.concatenate([ear.delays for ear in ears if isinstance(ear, Probing)])
    return Held(
        people=len(callers),
        expected=expected,
        lost=lost,
        p50_seconds=float(np.percentile(delays, 50)),
        p99_seconds=float(np.percentile(delays, 99)),
        core_share=spent / seconds,
        bytes_per_person=(server.memory_bytes() - memory) / len(callers),
        packets_per_second=expected / seconds,
    )


async def _take_turns(callers: list[Caller], seconds: float) -> None:
    chance, loop = Random(7), asyncio.get_running_loop()
    ends_at = loop.time() + seconds
    microphones = [source for one in callers for source in one.sources.values() if isinstance(source, Microphone)]
    speaking = chance.sample(microphones, min(SPEAKERS, len(microphones)))
    while (left := ends_at - loop.time()) > 0:
        for microphone in microphones:
            microphone.is_speaking = microphone in speaking
        await asyncio.sleep(min(TURN_SECONDS, left))
        speaking = [*speaking[1:], chance.choice([one for one in microphones if one not in speaking])]


def _pictures(callers: list[Caller]) -> int:
    sources = itertools.chain.from_iterable(caller.sources.values() for caller in callers)
    return sum(source.sent for source in sources if isinstance(source, Camera))


def _count(ears: Sequence[Counting], pictures: int) -> tuple[int, int]:
    """Return how many packets had to come and how many did not: gaps, and pictures that were withheld.

    What was under way as counting began and ended does not count.
    """
    shown = [numbers for ear in ears for numbers in ear.of(VP8).values()]
    heard = [numbers for ear in ears for numbers in ear.of(OPUS).values()]
    spans = [_span(numbers) for numbers in (*shown, *heard)]
    gaps = sum(wanted - came for wanted, came in spans)
    withheld = pictures - sum(wanted for wanted, _ in spans[: len(shown)])
    streams = len(ears) * (len(ears) - 1)
    expected = pictures + sum(wanted for wanted, _ in spans[len(shown) :])
    return expected, gaps + (withheld if withheld > UNDER_WAY * streams else 0)


def _span(numbers: NDArray[np.int64]) -> tuple[int, int]:
    steps = (numbers - numbers[0] + SEQUENCES // 2) % SEQUENCES - SEQUENCES // 2
    return int(steps.max() - steps.min()) + 1, len(np.unique(steps))
