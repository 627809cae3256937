"""Remembers when packets arrived and packs it as transport-wide feedback (draft-holmer-rmcat-transport-wide-cc)."""

from struct import pack
from typing import Final

TICK_SECONDS: Final = 0.00025
REFERENCE_TICKS: Final = 256  # one reference step is 64 ms
MOST_PACKETS_TOLD: Final = 400
MOST_PACKETS_KEPT: Final = 2000
MOST_MESSAGES: Final = 10
NOT_RECEIVED, SMALL_DELTA, LARGE_DELTA = 0, 1, 2


class Arrivals:
    """The arrival times of one sender's packets, until they have been told."""

    def __init__(self) -> None:
        self._ticks: dict[int, int] = {}
        self._highest: int | None = None
        self._next_untold: int | None = None
        self._told = 0

    def note(self, sequence: int, arrived_at: float) -> None:
        """Remember one packet by its transport-wide number."""
        if self._highest is None:
            extended = sequence + 0x10000
        else:
            extended = self._highest + ((sequence - self._highest + 0x8000) & 0xFFFF) - 0x8000
        if self._highest is None or extended > self._highest:
            self._highest = extended
        if self._next_untold is None:
            self._next_untold = extended
        if extended >= self._next_untold and len(self._ticks) < MOST_PACKETS_KEPT:
            self._ticks.setdefault(extended, int(arrived_at / TICK_SECONDS))

    def pack(self) -> list[bytes]:
        """Return the feedback that is due, one message per run of packets, and forget it.

        Whoever skips numbers all the time would make many messages of few packets: it hears of the first ones only.
        """
        messages: list[bytes] = []
        while self._ticks and len(messages) < MOST_MESSAGES:
            earliest = min(self._ticks)
            first = self._next_untold or earliest
            if earliest - first >= MOST_PACKETS_TOLD:
                first = earliest  # the sender skipped numbers: a gap this long is not loss
            last = min(max(self._ticks), first + MOST_PACKETS_TOLD - 1)
            run = [self._ticks.pop(extended, None) for extended in range(first, last + 1)]
            self._next_untold = last + 1
            messages.append(pack_feedback(first & 0xFFFF, run, self._told & 0xFF))
            self._told += 1
        if self._ticks:
            self._ticks.clear()
            self._next_untold = None
        return messages


def pack_feedback(first: int, ticks: list[int | None], number: int) -> bytes:
    """Return one feedback control message; `ticks` counts 250 microseconds and has None for what is missing."""
    known = [tick for tick in ticks if tick is not None]
    reference = known[0] // REFERENCE_TICKS
    previous = reference * REFERENCE_TICKS
    symbols: list[int] = []
    deltas = b""
    for tick in ticks:
        if tick is None:
            symbols.append(NOT_RECEIVED)
            continue
        delta = tick - previous
        previous = tick
        if 0 <= delta <= 0xFF:
            symbols.append(SMALL_DELTA)
            deltas += pack("!B", delta)
        else:
            symbols.append(LARGE_DELTA)
            deltas += pack("!h", max(-0x8000, min(0x7FFF, delta)))
    body = pack("!HHI", first, len(ticks), (reference & 0xFFFFFF) << 8 | number) + _chunks(symbols) + deltas
    return body + bytes(-len(body) % 4)


def _chunks(symbols: list[int]) -> bytes:
    written = b""
    at = 0
    while at < len(symbols):
        run = 1
        while at + run < len(symbols) and symbols[at + run] == symbols[at] and run < 0x1FFF:
            run += 1
        if run >= 7 or at + run == len(symbols):
            written += pack("!H", symbols[at] << 13 | run)
            at += run
        else:
            written += _vector(symbols[at : at + 14])
            at += 14 if all(symbol < LARGE_DELTA for symbol in symbols[at : at + 14]) else 7
    return written


def _vector(symbols: list[int]) -> bytes:
    if all(symbol < LARGE_DELTA for symbol in symbols):
        padded = symbols + [0] * (14 - len(symbols))
        return pack("!H", 0x8000 | sum(symbol << (13 - index) for index, symbol in enumerate(padded)))
    padded = symbols[:7] + [0] * (7 - len(symbols[:7]))
    return pack("!H", 0xC000 | sum(symbol << 2 * (6 - index) for index, symbol in enumerate(padded)))
