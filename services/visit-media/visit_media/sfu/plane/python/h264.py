"""Recognises where an H.264 key frame begins (RFC 6184)."""

from typing import Final

SLICE_OF_KEY_FRAME: Final = 5
SEQUENCE_PARAMETERS: Final = 7
AGGREGATION: Final = 24
FRAGMENT: Final = 28
BEGINNINGS: Final = (SLICE_OF_KEY_FRAME, SEQUENCE_PARAMETERS)


def begins_key_frame(payload: bytes) -> bool:
    """Tell whether a decoder can start with this packet: parameters, or a key frame's first slice."""
    kind = payload[0] & 0x1F if payload else 0
    if kind == AGGREGATION:
        return _aggregates_key_frame(payload)
    if kind == FRAGMENT:
        return len(payload) > 1 and bool(payload[1] & 0x80) and payload[1] & 0x1F in BEGINNINGS
    return kind in BEGINNINGS


def _aggregates_key_frame(payload: bytes) -> bool:
    at = 1
    while at + 2 < len(payload):
        if payload[at + 2] & 0x1F in BEGINNINGS:
            return True
        at += 2 + (payload[at] << 8 | payload[at + 1])
    return False
