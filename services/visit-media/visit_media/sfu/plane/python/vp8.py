"""The VP8 payload descriptor (RFC 7741): key frames, temporal layers, and the counters that a switch continues."""

from struct import Struct
from typing import Final

from visit_media.sfu.plane.python.packet import Packet

EXTENDED: Final = 0x80
START_OF_PARTITION: Final = 0x10
HAS_PICTURE_ID: Final = 0x80
HAS_TL0: Final = 0x40
HAS_TEMPORAL: Final = 0x20
HAS_KEY_INDEX: Final = 0x10
IS_LONG: Final = 0x80
IS_LAYER_SYNC: Final = 0x20
LONG_PICTURE: Final = Struct("!H")


def read_vp8(packet: Packet) -> None:
    """Note what the descriptor says; raise ValueError when the payload is cut off inside it."""
    payload = packet.payload
    try:
        first = payload[0]
        at = 1
        if first & EXTENDED:
            flags = payload[1]
            at = 2
            if flags & HAS_PICTURE_ID:
                packet.picture_at = at
                picture = payload[at]
                if picture & IS_LONG:
                    packet.is_picture_long = True
                    picture = (picture & 0x7F) << 8 | payload[at + 1]
                    at += 1
                packet.picture = picture
                at += 1
            if flags & HAS_TL0:
                packet.tl0_at, packet.tl0 = at, payload[at]
                at += 1
            if flags & (HAS_TEMPORAL | HAS_KEY_INDEX):
                if flags & HAS_TEMPORAL:
                    packet.temporal = payload[at] >> 6
                    packet.is_layer_sync = bool(payload[at] & IS_LAYER_SYNC)
                at += 1
        packet.begins_frame = bool(first & START_OF_PARTITION and not first & 0x07)
        packet.begins_key_frame = packet.begins_frame and not payload[at] & 0x01
    except IndexError:
        raise ValueError("the VP8 descriptor is cut off") from None


def write_counters(buffer: bytearray, at: int, packet: Packet, picture: int, tl0: int) -> None:
    """Put these counters in the place of those that a packet, copied to here, came with."""
    if packet.picture >= 0:
        if packet.is_picture_long:
            LONG_PICTURE.pack_into(buffer, at + packet.picture_at, 0x8000 | picture & 0x7FFF)
        else:
            buffer[at + packet.picture_at] = picture & 0x7F
    if packet.tl0 >= 0:
        buffer[at + packet.tl0_at] = tl0 & 0xFF
