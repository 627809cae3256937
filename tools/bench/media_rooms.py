"""What a room takes of the media server: a room of 20 held for a minute, and the largest that holds.

The server is the real process with an open door, on a core of its own; the light callers of `tools.callers`, who speak
signalling, ICE, DTLS, SRTP and data channels but decode nothing, have the other. How packets are made and counted says
`media_room`. Added delay is from the sender's call of the kernel to the kernel's time of arrival at the receiver, with
the loopback in it; what else runs on the machine is kept away by real-time priority where that is allowed.
Bars are absolute: 20 ms, 70 % of a core, nothing lost. Peer is the same traffic through a bare relay (`media_relay`:
no keys, nothing rewritten, nothing remembered), on the same cores in the same run; the bar of the ratio is our absolute
bar over what the relay took. Larger rooms are held shorter, and tried again once before they count as too large: 50 is
the most that a room takes.
"""

import asyncio
from collections.abc import Iterable
from typing import Final

from tools.bench.figure import Figure
from tools.bench.media_bare_room import relay
from tools.bench.media_room import Held, hold

PEOPLE: Final = 20
SECONDS: Final = 60.0
LARGER: Final = (25, 30, 35, 40, 45, 50)
LARGER_SECONDS: Final = 15.0
RELAY_SECONDS: Final = 15.0
MOST_DELAY_SECONDS: Final = 0.020
MOST_CORE_SHARE: Final = 0.70
MOST_BYTES_PER_PERSON: Final = 4 * 1024 * 1024
TRIES: Final = 2
COMMAND: Final = "make bench-media"
RELAY: Final = "bare recvmmsg/sendmmsg relay"


def measure(
    *, seconds: float = SECONDS, larger: Iterable[int] = LARGER, larger_seconds: float = LARGER_SECONDS
) -> list[Figure]:
    """Return the figures; TimeoutError when somebody does not get in."""
    return asyncio.run(_measure(seconds, larger, larger_seconds))


async def _measure(seconds: float, larger: Iterable[int], larger_seconds: float) -> list[Figure]:
    bare = await relay(PEOPLE, RELAY_SECONDS)
    held = await hold(PEOPLE, seconds)
    largest = PEOPLE if _holds(held) else 0
    for people in larger if largest else ():
        if not await _is_held(people, larger_seconds):
            break
        largest = people
    return _figures(held, bare, largest)


async def _is_held(people: int, seconds: float) -> bool:
    for _ in range(TRIES):
        try:
            held = await hold(people, seconds)
        except TimeoutError:
            continue  # not everybody got in and was seen
        print(f"  {held}", flush=True)
        if _holds(held):
            return True
    return False


def _holds(held: Held) -> bool:
    return held.lost == 0 and held.p99_seconds <= MOST_DELAY_SECONDS and held.core_share <= MOST_CORE_SHARE


def _figures(held: Held, bare: Held, largest: int) -> list[Figure]:
    room = f"a room of {held.people}"
    packets = f"{held.packets_per_second:.0f} packets/s"
    return [
        Figure(f"{room}: packets that arrive", "%", 100 * held.share_arrived, "all that were sent", 100, "higher", 1.0,
               COMMAND),
        Figure(f"{room}: added delay, p99", "ms", 1000 * held.p99_seconds, RELAY, 1000 * bare.p99_seconds, "lower",
               MOST_DELAY_SECONDS / bare.p99_seconds, COMMAND),
        Figure(f"{room}: added delay, p50", "ms", 1000 * held.p50_seconds, RELAY, 1000 * bare.p50_seconds, "lower",
               MOST_DELAY_SECONDS / bare.p50_seconds, COMMAND),
        Figure(f"{room}: share of one core ({packets})", "%", 100 * held.core_share, RELAY, 100 * bare.core_share,
               "lower", MOST_CORE_SHARE / bare.core_share, COMMAND),
        Figure(f"{room}: memory per participant", "MiB", held.bytes_per_person / 2**20, "most that we allow",
               MOST_BYTES_PER_PERSON / 2**20, "lower", 1.0, COMMAND),
        Figure("the largest room that holds", "people", largest, "the room that must hold", PEOPLE, "higher", 1.0,
               COMMAND),
    ]  # fmt: skip
