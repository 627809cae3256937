"""What somebody sees and hears while the network is bad: 5 % loss, 80 ± 10 ms, down to 500 kbit/s and up again.

Ours: LiveKit's own Python client publishes a camera in three layers (960 x 540, VP8) and a microphone; another one
watches behind the link, and what it decodes counts. Janus leaves the choice of the layer to its application, so it
sends the finest all the time; its viewer is our own, behind the same link by the same script, and counts a frame as
seen when all its packets have come, asked for again like a browser does: no decoder could see more. A picture is frozen
when none has come for half a second; all of that interval counts.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from tools.bench.figure import Figure
from tools.bench.media_janus import WS_PORT, Janus, unpacked_at
from tools.bench.media_namespace import INTERFACE, alone

FROZEN_SECONDS: Final = 0.5
FROZEN_PERCENT: Final = 5.0
BACK_SECONDS: Final = 5.0
PAUSED_SECONDS: Final = 0.25
LIMIT_SECONDS: Final = 180.0
JANUS_CORE: Final = 0
COMMAND: Final = "make bench-media"
PROMISED: Final = "what is promised"


@dataclass(frozen=True, slots=True)
class Step:
    """How the way down to the viewer is from some moment on; delay, jitter and loss are those of the way up too."""

    seconds: float
    rate: float
    delay: float
    jitter: float
    loss: float


SCRIPT: Final = (
    Step(8, 5e6, 0.01, 0.0, 0.0),
    Step(15, 5e6, 0.08, 0.01, 0.05),
    Step(20, 5e5, 0.08, 0.01, 0.05),
    Step(15, 5e6, 0.08, 0.01, 0.05),
)
BAD_AT: Final = SCRIPT[0].seconds
WIDE_AT: Final = sum(step.seconds for step in SCRIPT[:-1])
END: Final = sum(step.seconds for step in SCRIPT)


def measure(janus: str | None = None) -> list[Figure]:
    """Return the figures; raise JanusMissing when there is nothing to compare with."""
    peer = Janus(unpacked_at(janus), INTERFACE)
    ours = _run([], "media_bad_network_ours")
    with alone() as inside, peer.running(inside, JANUS_CORE):
        theirs = _run([*inside], "media_bad_network_janus", f"ws://127.0.0.1:{WS_PORT}")
    return figures_of(ours, theirs)


def figures_of(ours: dict[str, Any], theirs: dict[str, Any]) -> list[Figure]:
    """Return the figures from the moments of frames `[at, width]` and of sound, in seconds since the script began."""
    frozen = frozen_percent([at for at, _ in ours["frames"]])
    frozen_at_janus = frozen_percent([at for at, _ in theirs["frames"]])
    frozen_name = "picture frozen on a bad network"
    return [
        _figure(frozen_name, "% of the time", frozen, "Janus 1.1.2", frozen_at_janus),
        _figure(frozen_name, "% of the time", frozen, PROMISED, FROZEN_PERCENT),
        _figure("longest pause of the sound on a bad network", "s", longest_pause(ours["sound"]), PROMISED,
                PAUSED_SECONDS),
        _figure("finest picture back after the step up", "s", back_after(ours["frames"]), PROMISED, BACK_SECONDS),
    ]  # fmt: skip


def frozen_percent(moments: Sequence[float]) -> float:
    """Return the share of the bad time in which nothing new was seen for half a second or longer."""
    edges = [BAD_AT, *(at for at in moments if BAD_AT < at < END), END]
    gaps = (after - before for before, after in pairwise(edges))
    return 100 * sum(gap for gap in gaps if gap > FROZEN_SECONDS) / (END - BAD_AT)


def longest_pause(moments: Sequence[float]) -> float:
    """Return the longest time in which nothing was heard."""
    edges = [BAD_AT, *(at for at in moments if BAD_AT < at < END), END]
    return max(after - before for before, after in pairwise(edges))


def back_after(frames: Sequence[tuple[float, int]]) -> float:
    """Return when after the step up the largest picture was seen again; all the time there was, if it never was."""
    largest = max(width for _, width in frames)
    return next((at - WIDE_AT for at, width in frames if at > WIDE_AT and width == largest), END - WIDE_AT)


def _figure(name: str, unit: str, ours: float, peer: str, peer_value: float) -> Figure:
    return Figure(
        name=name, unit=unit, ours=ours, peer=peer, peer_value=peer_value, better="lower", bar=1.0, command=COMMAND
    )


def _run(inside: list[str], module: str, *arguments: str) -> dict[str, Any]:
    command = [*inside, sys.executable, "-m", f"tools.bench.{module}", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS, check=True)
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen
