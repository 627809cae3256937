"""Loses media on its way through the plane's socket, as a bad network does."""

import ctypes
import random
import socket
from struct import pack
from typing import Any

from visit_media.sfu.plane.python.plane import PythonPlane

NOWHERE = pack("=HH4s8x", socket.AF_INET, socket.htons(9), socket.inet_aton("127.0.0.1"))
WORDS_OF_BLOCK = 2


def lose_packets(plane: PythonPlane, *, down: int, up: int) -> None:
    """Lose one datagram of media in so many in either direction (0: none), by chance: traffic has a rhythm itself."""
    chance = random.Random(20)
    queue, take = plane._port.queue, plane._intake._take
    nowhere = ctypes.create_string_buffer(NOWHERE, len(NOWHERE))
    blocks = plane._port.outgoing.block_words
    plane._port.most_segments = 1  # so that each datagram is lost by itself

    def lossy_queue(first: int, count: int, name_address: int, size: int) -> None:
        if down and is_media(ctypes.string_at(blocks[WORDS_OF_BLOCK * first], 2)) and not chance.randrange(down):
            name_address = ctypes.addressof(nowhere)
        queue(first, count, name_address, size)

    def lossy_take(buffer: bytearray, pointer: Any, start: int, size: int, key: Any, at: float) -> None:
        if up and is_media(buffer[start : start + 2]) and not chance.randrange(up):
            return
        take(buffer, pointer, start, size, key, at)

    setattr(plane._port, "queue", lossy_queue)  # noqa: B010 - methods are replaced on purpose
    setattr(plane._intake, "_take", lossy_take)  # noqa: B010


def is_media(beginning: bytes | bytearray) -> bool:
    """Whether a datagram that begins so is RTP."""
    return len(beginning) > 1 and 127 < beginning[0] < 192 and not 192 <= beginning[1] <= 223
