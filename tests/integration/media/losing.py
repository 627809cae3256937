"""Loses media on its way through the plane's socket, as a bad network does."""

import ctypes
import socket
from struct import pack
from typing import Any

from visit_media.sfu.plane.python.plane import PythonPlane

NOWHERE = pack("=HH4s8x", socket.AF_INET, socket.htons(9), socket.inet_aton("127.0.0.1"))
WORDS_OF_HEADER, WORDS_OF_BLOCK = 8, 2


def lose_packets(plane: PythonPlane, *, down: int, up: int) -> None:
    """Lose every so-manieth datagram of media in either direction (0: none)."""
    counts = {"down": 0, "up": 0}
    flush, take = plane._port.flush, plane._intake._take
    nowhere = ctypes.create_string_buffer(NOWHERE, len(NOWHERE))
    outgoing = plane._port.outgoing

    def lossy_flush(slots: int) -> None:
        names = {}
        for slot in range(slots):
            if down and is_media(ctypes.string_at(outgoing.block_words[WORDS_OF_BLOCK * slot], 2)):
                counts["down"] += 1
                if counts["down"] % down == 0:
                    names[slot] = outgoing.header_words[WORDS_OF_HEADER * slot]
                    outgoing.header_words[WORDS_OF_HEADER * slot] = ctypes.addressof(nowhere)
        flush(slots)
        for slot, name in names.items():
            outgoing.header_words[WORDS_OF_HEADER * slot] = name

    def lossy_take(buffer: bytearray, pointer: Any, start: int, size: int, key: Any, at: float) -> None:
        if up and is_media(buffer[start : start + 2]):
            counts["up"] += 1
            if counts["up"] % up == 0:
                return
        take(buffer, pointer, start, size, key, at)

    setattr(plane._port, "flush", lossy_flush)  # noqa: B010 - methods are replaced on purpose
    setattr(plane._intake, "_take", lossy_take)  # noqa: B010


def is_media(beginning: bytes | bytearray) -> bool:
    """Whether a datagram that begins so is RTP."""
    return len(beginning) > 1 and 127 < beginning[0] < 192 and not 192 <= beginning[1] <= 223
