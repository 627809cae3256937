"""The same packets as in a room, through a relay that does nothing but pass them on."""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from typing import Final

import numpy as np

from tools.bench.media_room import CROWD_CORE, RECEIVERS_PER_PROBE, Held
from tools.callers.crowd import STEP_SECONDS
from tools.callers.path import HOST
from tools.callers.process import cpu_seconds_of, memory_bytes_of
from tools.callers.server import share_cores, take_core
from tools.callers.sources import Camera, Microphone, TransportNumbers, read_stamp
from visit_media.sfu.plane.python.port import INCOMING_BYTES, INCOMING_SLOTS, UdpPort

HEARD: Final = 6
START_SECONDS: Final = 20.0
LATE_SECONDS: Final = 0.3


class Bare:
    """One person without keys or signalling."""

    def __init__(self, number: int) -> None:
        self.port = UdpPort(HOST, 0)
        self.speaks = number < HEARD
        self.received = 0
        self.sent = 0
        self.delays: list[float] = []
        self._is_probe = number % RECEIVERS_PER_PROBE == 0
        numbers = TransportNumbers()
        self._sources = (Camera("camera", numbers, number), Microphone("microphone", numbers, number))

    def poll(self, now: float, relay: tuple[str, int]) -> None:
        """Send what is due and take what has come."""
        for source in self._sources:
            for packet in source.due(now):
                self.port.send(relay, packet)
                self.sent += self.speaks or isinstance(source, Camera)
        self.take()

    def take(self) -> None:
        """Take what has come."""
        count = INCOMING_SLOTS
        while count == INCOMING_SLOTS:
            count = self.port.receive()
            self.received += count
            for slot in range(count if self._is_probe else 0):
                size = self.port.incoming.header_words[8 * slot + 7]
                start = slot * INCOMING_BYTES
                stamp = read_stamp(bytes(self.port.incoming.data[start : start + size]))
                arrived_at = self.port.incoming.arrived_at(slot)
                if stamp is not None and arrived_at is not None:
                    self.delays.append(arrived_at - stamp[2])


async def relay(people: int, seconds: float) -> Held:
    """Let the relay do what the server does for so many."""
    command = (sys.executable, "-m", "tools.bench.media_relay")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    take_core(CROWD_CORE)
    everybody = [Bare(number) for number in range(people)]
    try:
        return await _measure(process, everybody, seconds)
    finally:
        share_cores()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        for one in everybody:
            one.port.close()


async def _measure(process: Process, everybody: list[Bare], seconds: float) -> Held:
    assert process.stdin is not None
    assert process.stdout is not None
    people = [(one.port.number, one.speaks) for one in everybody]
    process.stdin.write(json.dumps({"host": HOST, "people": people}).encode() + b"\n")
    told = json.loads(await asyncio.wait_for(process.stdout.readline(), START_SECONDS))
    before, memory = cpu_seconds_of(process.pid), memory_bytes_of(process.pid)
    ends_at = time.monotonic() + seconds
    while (now := time.monotonic()) < ends_at:
        for one in everybody:
            one.poll(now, (HOST, told["port"]))
        await asyncio.sleep(STEP_SECONDS)
    spent = cpu_seconds_of(process.pid) - before
    await asyncio.sleep(LATE_SECONDS)
    for one in everybody:
        one.take()
    expected = sum(one.sent for one in everybody) * (len(everybody) - 1)
    delays = np.concatenate([one.delays for one in everybody if one.delays])
    return Held(
        people=len(everybody),
        expected=expected,
        lost=expected - sum(one.received for one in everybody),
        p50_seconds=float(np.percentile(delays, 50)),
        p99_seconds=float(np.percentile(delays, 99)),
        core_share=spent / seconds,
        bytes_per_person=(memory_bytes_of(process.pid) - memory) / len(everybody),
        packets_per_second=expected / seconds,
    )
