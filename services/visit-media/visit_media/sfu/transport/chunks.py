"""Looks through an SCTP packet before aiortc does, which takes chunks for whole and for well meant (RFC 9260)."""

from collections.abc import Iterator
from struct import unpack_from
from typing import Final

COMMON_HEADER: Final = 12
CHUNK_HEADER: Final = 4
PARAMETER_HEADER: Final = 4
DATA: Final = 0
INIT: Final = 1
INIT_ACK: Final = 2
SACK: Final = 3
RECONFIG: Final = 130
FORWARD_TSN: Final = 192
HEADER_OF_DATA: Final = 12
HEADER_OF_INIT: Final = 16
HEADER_OF_SACK: Final = 12
LEAST_OF_BODY: Final = {DATA: HEADER_OF_DATA + 1, INIT: 16, INIT_ACK: 16, SACK: 12, 7: 4, FORWARD_TSN: 4}
"""SHUTDOWN is 7. A DATA chunk without user data is forbidden, and would take memory that no window counts."""
PARAMETERS_AT: Final = {INIT: HEADER_OF_INIT, INIT_ACK: HEADER_OF_INIT, 4: 0, 5: 0, 6: 0, 9: 0, RECONFIG: 0}
"""Where parameters begin; 4 and 5 are HEARTBEAT, 6 is ABORT, 9 is ERROR."""
LEAST_OF_RECONFIG: Final = {13: 12, 16: 8, 17: 8}
IN_ORDER: Final = frozenset((DATA, SACK, RECONFIG, FORWARD_TSN))
"""Chunks that mean nothing before both ends know each other's first number."""
BEGINNINGS: Final = frozenset((INIT, INIT_ACK))
"""Chunks that set the numbers: once messages flow they would set them back."""
NUMBERS: Final = 1 << 32
HALF: Final = NUMBERS // 2
MOST_AHEAD: Final = 1 << 15
"""How far a number may lie beyond what has come without a gap: a SACK tells of twice as many at most."""

Chunk = tuple[int, bytes]
"""Its kind and its body."""


def chunks_of(packet: bytes) -> list[Chunk]:
    """Return the chunks; raise ValueError when one of them is cut off or says what cannot be."""
    found = list(_split(packet))
    for kind, body in found:
        if len(body) < LEAST_OF_BODY.get(kind, 0):
            raise ValueError("a chunk is cut off")
        if kind in PARAMETERS_AT:
            for number, value in _parameters(body, PARAMETERS_AT[kind]):
                if kind == RECONFIG and (len(value) < LEAST_OF_RECONFIG.get(number, 0) or len(value) % 2):
                    raise ValueError("a parameter is cut off")
        elif kind == FORWARD_TSN and len(body) % 4:
            raise ValueError("a chunk is cut off")
    return found


def check_acknowledged(body: bytes, next_tsn: int) -> None:
    """Raise ValueError when a SACK speaks of what was not sent yet; gaps are told once each, in order (RFC 9260 3.3.4).

    `next_tsn` is the first number that was not sent.
    """
    cumulative, _, gaps, duplicates = unpack_from("!LLHH", body)
    if len(body) < HEADER_OF_SACK + 4 * (gaps + duplicates):
        raise ValueError("a chunk is cut off")
    outstanding = (next_tsn - 1 - cumulative) % NUMBERS
    if outstanding >= HALF:
        raise ValueError("what was never sent is acknowledged")
    before = 0
    for index in range(gaps):
        start, end = unpack_from("!HH", body, HEADER_OF_SACK + 4 * index)
        if not before < start <= end <= outstanding:
            raise ValueError("what was never sent is acknowledged")
        before = end


def check_number(body: bytes, last_tsn: int) -> None:
    """Raise ValueError when DATA is further ahead than we could acknowledge; `last_tsn` is the last without a gap."""
    (tsn,) = unpack_from("!L", body)
    if MOST_AHEAD < (tsn - last_tsn) % NUMBERS < HALF:
        raise ValueError("more was sent than our window allows")


def _split(packet: bytes) -> Iterator[Chunk]:
    at = COMMON_HEADER
    while at <= len(packet) - CHUNK_HEADER:
        kind, _, length = unpack_from("!BBH", packet, at)
        if length < CHUNK_HEADER or at + length > len(packet):
            raise ValueError("a chunk is longer than its packet")
        yield kind, packet[at + CHUNK_HEADER : at + length]
        at += length + -length % 4


def _parameters(body: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at <= len(body) - PARAMETER_HEADER:
        number, length = unpack_from("!HH", body, at)
        if length < PARAMETER_HEADER or at + length > len(body):
            raise ValueError("a parameter is longer than its chunk")
        yield number, body[at + PARAMETER_HEADER : at + length]
        at += length + -length % 4
