"""The VP8 payload descriptor (RFC 7741): key frames, picture ids, and their rewriting."""

from dataclasses import dataclass
from typing import Final

EXTENDED: Final = 0x80
START_OF_PARTITION: Final = 0x10
HAS_PICTURE_ID: Final = 0x80
HAS_TL0: Final = 0x40
HAS_TEMPORAL: Final = 0x20
HAS_KEY_INDEX: Final = 0x10


@dataclass(frozen=True, slots=True)
class Vp8Descriptor:
    """Where the counters of one packet stand and what they say."""

    is_key_frame: bool
    picture_id: int | None
    picture_id_at: int
    picture_id_is_long: bool
    tl0: int | None
    tl0_at: int


def read_descriptor(payload: bytes) -> Vp8Descriptor:
    """Raise ValueError when the payload is cut off inside the descriptor."""
    try:
        return _read(payload)
    except IndexError:
        raise ValueError("the VP8 descriptor is cut off") from None


def _read(payload: bytes) -> Vp8Descriptor:
    first = payload[0]
    at = 1
    picture_id: int | None = None
    tl0: int | None = None
    picture_id_at = tl0_at = 0
    is_long = False
    if first & EXTENDED:
        flags = payload[1]
        at = 2
        if flags & HAS_PICTURE_ID:
            picture_id_at = at
            picture_id = payload[at]
            is_long = bool(picture_id & 0x80)
            if is_long:
                picture_id = ((picture_id & 0x7F) << 8) | payload[at + 1]
            at += 2 if is_long else 1
        if flags & HAS_TL0:
            tl0_at, tl0 = at, payload[at]
            at += 1
        if flags & (HAS_TEMPORAL | HAS_KEY_INDEX):
            payload[at]
            at += 1
    begins_frame = bool(first & START_OF_PARTITION) and not first & 0x07
    is_key_frame = begins_frame and len(payload) > at and not payload[at] & 0x01
    return Vp8Descriptor(is_key_frame, picture_id, picture_id_at, is_long, tl0, tl0_at)


def rewrite(payload: bytes, descriptor: Vp8Descriptor, *, picture_id: int, tl0: int) -> bytes:
    """Return the payload with its counters replaced, in the same number of bytes."""
    changed = bytearray(payload)
    if descriptor.picture_id is not None:
        at = descriptor.picture_id_at
        if descriptor.picture_id_is_long:
            changed[at] = 0x80 | ((picture_id >> 8) & 0x7F)
            changed[at + 1] = picture_id & 0xFF
        else:
            changed[at] = picture_id & 0x7F
    if descriptor.tl0 is not None:
        changed[descriptor.tl0_at] = tl0 & 0xFF
    return bytes(changed)
