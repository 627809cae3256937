"""What it costs to forward: CPU-seconds of the server per million packets, beside Janus in the same run.

Runs alternate, and the median of each counts. Janus takes plain RTP, we take SRTP; what either needs while nothing is
sent is subtracted.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from tools.bench.figure import Figure
from tools.bench.media_janus import MEDIA_PORT, WS_PORT, Janus, unpacked_at
from tools.bench.media_load import Load
from tools.bench.media_namespace import ADDRESS, INTERFACE, alone

LOADS: Final = (Load(10, 600, 15.0), Load(50, 1200, 8.0))
ROUNDS: Final = 3
IDLE_SECONDS: Final = 3.0
SOURCE_PORT: Final = 40_404
BAR: Final = 1.0
COMMAND: Final = "make bench-media"
PER_MILLION: Final = 1e6
FIRST_CORE: Final = 0
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    cpu_seconds: float
    packets: int
    share_arrived: float

    @property
    def per_million(self) -> float:
        """CPU-seconds for a million packets that arrived."""
        return self.cpu_seconds / self.packets * PER_MILLION


def measure(janus: str | None = None, *, rounds: int = ROUNDS, loads: tuple[Load, ...] = LOADS) -> list[Figure]:
    """Return one figure for each load; raise JanusMissing when there is nothing to compare with."""
    peer = Janus(unpacked_at(janus), INTERFACE)
    figures = []
    with alone() as inside:
        for load in loads:
            ours, theirs = [], []
            for _ in range(rounds):
                ours.append(_our_cost(inside, load))
                theirs.append(_cost_of_janus(inside, load, peer))
            figures.append(_figure(load, ours, theirs))
    return figures


def _figure(load: Load, ours: list[Cost], theirs: list[Cost]) -> Figure:
    for cost in (*ours, *theirs):
        if cost.share_arrived < 0.99:
            raise RuntimeError(f"only {cost.share_arrived:.1%} arrived: the figure would be wrong")
    return Figure(
        name=f"forwarding to {load.viewers} viewers, {load.viewers * load.packets_per_second} packets/s",
        unit="CPU-s/10^6",
        ours=statistics.median(cost.per_million for cost in ours),
        peer="Janus 1.1.2",
        peer_value=statistics.median(cost.per_million for cost in theirs),
        better="lower",
        bar=BAR,
        command=COMMAND,
    )


def _our_cost(inside: list[str], load: Load) -> Cost:
    with _process(inside, "media_load") as crowd, _process(inside, "media_plane") as server:
        _tell(
            crowd, viewers=load.viewers, packets_per_second=load.packets_per_second, seconds=load.seconds, host=ADDRESS
        )
        ports = _hear(crowd)["ports"]
        _hear(crowd)
        _tell(server, host=ADDRESS, source=SOURCE_PORT, viewers=ports)
        told = _hear(server)
        idle = _idle_share(server.pid)
        before = _cpu_seconds(server.pid)
        _tell(crowd, source=SOURCE_PORT, host=ADDRESS, port=told["port"], key=told["key"], payload_type=96)
        return _cost(crowd, load, server.pid, before, idle=idle)


def _cost_of_janus(inside: list[str], load: Load, janus: Janus) -> Cost:
    with janus.running(inside, FIRST_CORE) as pid, _process(inside, "media_load") as crowd:
        url = f"ws://127.0.0.1:{WS_PORT}"
        _tell(crowd, viewers=load.viewers, packets_per_second=load.packets_per_second, seconds=load.seconds,
              host=ADDRESS, janus=url)  # fmt: skip
        _hear(crowd)
        idle = _idle_share(pid)
        before = _cpu_seconds(pid)
        _tell(crowd, source=SOURCE_PORT, host="127.0.0.1", port=MEDIA_PORT, key=None, payload_type=100)
        return _cost(crowd, load, pid, before, idle=idle)


def _cost(crowd: "subprocess.Popen[str]", load: Load, pid: int, before: float, *, idle: float) -> Cost:
    received = _hear(crowd)["received"]
    spent = _cpu_seconds(pid) - before - idle * load.seconds
    sent = int(load.packets_per_second * load.seconds) * load.viewers
    return Cost(spent, received, received / sent)


@contextmanager
def _process(inside: list[str], module: str) -> Iterator["subprocess.Popen[str]"]:
    command = [*inside, sys.executable, "-m", f"tools.bench.{module}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            _pipe(process.stdin).close()
            process.wait(10)


def _tell(process: "subprocess.Popen[str]", **what: Any) -> None:
    pipe = _pipe(process.stdin)
    pipe.write(json.dumps(what) + "\n")
    pipe.flush()


def _hear(process: "subprocess.Popen[str]") -> dict[str, Any]:
    heard: dict[str, Any] = json.loads(_pipe(process.stdout).readline())
    return heard


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def _idle_share(pid: int) -> float:
    before = _cpu_seconds(pid)
    time.sleep(IDLE_SECONDS)
    return (_cpu_seconds(pid) - before) / IDLE_SECONDS


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
