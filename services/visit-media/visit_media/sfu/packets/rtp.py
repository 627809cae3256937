"""The fixed header of RTP and the extensions that follow it."""

from struct import Struct
from typing import Final

FIXED_HEADER: Final = Struct("!BBHII")
HEADER_LENGTH: Final = 12
VERSION_BITS: Final = 0x80
ONE_BYTE_PROFILE: Final = 0xBEDE
TWO_BYTE_PROFILE: Final = 0x1000

MID: Final = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID: Final = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID: Final = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL: Final = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
TRANSPORT_SEQUENCE: Final = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"


class RtpPacket:
    """One decrypted packet; what the extensions say is read only when asked for."""

    __slots__ = ("extensions_at", "marker", "payload", "payload_type", "raw", "sequence", "ssrc", "timestamp")

    def __init__(self, raw: bytes) -> None:
        """Raise ValueError when the bytes are not an RTP packet."""
        if len(raw) < HEADER_LENGTH:
            raise ValueError("shorter than an RTP header")
        first, second, self.sequence, self.timestamp, self.ssrc = FIXED_HEADER.unpack_from(raw)
        if first & 0xC0 != VERSION_BITS:
            raise ValueError("not RTP version 2")
        self.marker = second & 0x80
        self.payload_type = second & 0x7F
        self.raw = raw
        start = HEADER_LENGTH + 4 * (first & 0x0F)
        self.extensions_at = 0
        if first & 0x10:
            self.extensions_at = start
            if start + 4 > len(raw):
                raise ValueError("the header extension is cut off")
            start += 4 + 4 * ((raw[start + 2] << 8) | raw[start + 3])
        end = len(raw)
        if first & 0x20:
            end -= raw[-1]
        if start > end:
            raise ValueError("the header or the padding is longer than the packet")
        self.payload = raw[start:end]

    def extension(self, wanted: int) -> bytes | None:
        """Return the value of the extension with this number, if the packet carries it."""
        at = self.extensions_at
        if not at or not wanted:
            return None
        raw = self.raw
        profile = (raw[at] << 8) | raw[at + 1]
        end = at + 4 + 4 * ((raw[at + 2] << 8) | raw[at + 3])
        at += 4
        if profile == ONE_BYTE_PROFILE:
            return _one_byte(raw, at, end, wanted)
        if profile & 0xFFF0 == TWO_BYTE_PROFILE:
            return _two_byte(raw, at, end, wanted)
        return None


def _one_byte(raw: bytes, at: int, end: int, wanted: int) -> bytes | None:
    while at < end:
        head = raw[at]
        if head == 0:
            at += 1
            continue
        number, length = head >> 4, (head & 0x0F) + 1
        if number == 15:
            return None
        if number == wanted:
            return raw[at + 1 : at + 1 + length] if at + 1 + length <= end else None
        at += 1 + length
    return None


def _two_byte(raw: bytes, at: int, end: int, wanted: int) -> bytes | None:
    while at + 1 < end:
        number = raw[at]
        if number == 0:
            at += 1
            continue
        length = raw[at + 1]
        if number == wanted:
            return raw[at + 2 : at + 2 + length] if at + 2 + length <= end else None
        at += 2 + length
    return None


def is_rtcp(datagram: bytes) -> bool:
    """Tell RTCP from RTP on a port that carries both (RFC 5761)."""
    return len(datagram) > 1 and 192 <= datagram[1] <= 223
