"""An RTP packet as it arrived, read once for all who are sent it (RFC 3550 5.1)."""

from struct import Struct
from typing import Final

FIXED_HEADER: Final = Struct("!BBHII")
EXTENSION_HEAD: Final = Struct("!HH")
HEADER_BYTES: Final = 12
VERSION: Final = 0x80
PADDED: Final = 0x20
EXTENDED: Final = 0x10
MARKER: Final = 0x80
PAYLOAD_TYPE: Final = 0x7F

Values = tuple[tuple[int, bytes], ...]
"""Header extensions with a meaning for receivers: index in `extensions.PASSED_ON`, value."""


class Packet:
    """What is known of one packet. `number` counts within its stream, without what nobody is sent."""

    __slots__ = (
        "at", "begins_frame", "begins_key_frame", "extended", "is_layer_sync", "is_picture_long", "marker", "number",
        "payload", "picture", "picture_at", "temporal", "timestamp", "tl0", "tl0_at", "values",
    )  # fmt: skip

    def __init__(self, extended: int, timestamp: int, marker: int, payload: bytes, values: Values, at: float) -> None:
        self.extended = extended
        self.number = extended
        self.timestamp = timestamp
        self.marker = marker
        self.payload = payload
        self.values = values
        self.at = at
        self.begins_frame = False
        self.begins_key_frame = False
        self.picture = self.tl0 = -1
        self.picture_at = self.tl0_at = 0
        self.is_picture_long = self.is_layer_sync = False
        self.temporal = 0


class Read:
    """Where the parts of a packet lie in a buffer."""

    __slots__ = (
        "extensions_at", "extensions_end", "marker", "payload_at", "payload_end", "payload_type", "profile",
        "sequence", "timestamp",
    )  # fmt: skip

    def __init__(self, buffer: bytearray, start: int, length: int) -> None:
        """Raise ValueError when the bytes are not an RTP packet of version 2."""
        if length < HEADER_BYTES:
            raise ValueError("shorter than an RTP header")
        first, second, self.sequence, self.timestamp, _ = FIXED_HEADER.unpack_from(buffer, start)
        end = start + length
        at = start + HEADER_BYTES + 4 * (first & 0x0F)
        self.profile = self.extensions_at = self.extensions_end = 0
        if first & EXTENDED:
            if at + 4 > end:
                raise ValueError("the header extension is cut off")
            self.profile, words = EXTENSION_HEAD.unpack_from(buffer, at)
            self.extensions_at = at + 4
            at += 4 + 4 * words
            self.extensions_end = at
        if first & PADDED:
            end -= buffer[end - 1]
        if at > end or first & 0xC0 != VERSION:
            raise ValueError("the header or the padding is longer than the packet")
        self.marker = second & MARKER
        self.payload_type = second & PAYLOAD_TYPE
        self.payload_at = at
        self.payload_end = end


def ahead_by(later: int, earlier: int) -> int:
    """Return how far one 16-bit sequence number lies after another; negative when it lies before."""
    return ((later - earlier + 0x8000) & 0xFFFF) - 0x8000
