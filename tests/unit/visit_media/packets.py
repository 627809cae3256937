"""Packets as publishers send them, for tests."""

from struct import pack

from visit_media.sfu.packets.rtp import RtpPacket

KEY_FRAME = b"\x00\x00\x00"
DELTA_FRAME = b"\x01\x00\x00"


def vp8_payload(*, picture_id: int, tl0: int, is_key: bool = False, is_start: bool = True) -> bytes:
    first = 0x80 | (0x10 if is_start else 0)
    return (
        bytes((first, 0xE0))
        + pack("!H", 0x8000 | picture_id)
        + bytes((tl0, 0x20))
        + (KEY_FRAME if is_key else DELTA_FRAME)
    )


def rtp_bytes(
    payload: bytes = b"x",
    *,
    sequence: int = 1,
    timestamp: int = 0,
    ssrc: int = 7,
    payload_type: int = 96,
    extensions: dict[int, bytes] | None = None,
    padding: int = 0,
) -> bytes:
    first = 0x80 | (0x10 if extensions else 0) | (0x20 if padding else 0)
    header = pack("!BBHII", first, payload_type, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)
    if extensions:
        body = b"".join(bytes(((number << 4) | (len(value) - 1),)) + value for number, value in extensions.items())
        body += bytes(-len(body) % 4)
        header += pack("!HH", 0xBEDE, len(body) // 4) + body
    return header + payload + (bytes(padding - 1) + bytes((padding,)) if padding else b"")


def rtp_packet(payload: bytes = b"x", *, sequence: int = 1, timestamp: int = 0) -> RtpPacket:
    return RtpPacket(rtp_bytes(payload, sequence=sequence, timestamp=timestamp))
