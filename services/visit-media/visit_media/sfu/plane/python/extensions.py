"""Header extensions: what of them is read, and in which numbers each receiver is given them (RFC 8285)."""

from struct import Struct
from typing import Final

from visit_media.sfu.plane.python.packet import Packet, Read, Values

ONE_BYTE: Final = 0xBEDE
TWO_BYTE: Final = 0x1000
LONGEST_ONE_BYTE: Final = 16
HIGHEST_ONE_BYTE: Final = 14
SEND_TIME: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
PASSED_ON: Final = (
    "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "urn:3gpp:video-orientation",
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time",
)
AUDIO_LEVEL: Final = 0
TRANSPORT_SEQUENCE: Final = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
TRANSPORT: Final = -1
BLOCK_HEAD: Final = Struct("!HH")
LONE_SEND_TIME: Final = Struct("!HHI")


def wanted_of(numbers: dict[str, int]) -> dict[int, int]:
    """Return what each of a sender's numbers stands for: an index in PASSED_ON, or TRANSPORT."""
    wanted = {numbers[uri]: index for index, uri in enumerate(PASSED_ON) if uri in numbers}
    if TRANSPORT_SEQUENCE in numbers:
        wanted[numbers[TRANSPORT_SEQUENCE]] = TRANSPORT
    return wanted


def read_extensions(buffer: bytearray, read: Read, wanted: dict[int, int]) -> tuple[Values, int | None]:
    """Return what receivers are to have, and the transport-wide number; what is malformed ends the reading."""
    is_short = read.profile == ONE_BYTE
    if not is_short and read.profile & 0xFFF0 != TWO_BYTE:
        return (), None
    values: list[tuple[int, bytes]] = []
    transport: int | None = None
    at, end = read.extensions_at, read.extensions_end
    while at < end:
        number = buffer[at]
        if not number:
            at += 1
            continue
        if is_short:
            size, number = (number & 0x0F) + 1, number >> 4
            at += 1
            if number > HIGHEST_ONE_BYTE:
                break
        else:
            size = buffer[at + 1] if at + 1 < end else end
            at += 2
        if at + size > end:
            break
        meaning = wanted.get(number)
        if meaning is not None:
            if meaning != TRANSPORT:
                values.append((meaning, bytes(buffer[at : at + size])))
            elif size == 2:
                transport = buffer[at] << 8 | buffer[at + 1]
        at += size
    return tuple(values), transport


class Form:
    """One receiver's numbers. Receivers with the same numbers share what is written."""

    __slots__ = ("_lone_send_time", "_numbers", "_send_time")

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = tuple(numbers.get(uri, 0) for uri in PASSED_ON)
        self._send_time = number = numbers.get(SEND_TIME, 0)
        self._lone_send_time = (number << 4 | 2) << 24 if 0 < number <= HIGHEST_ONE_BYTE else 0

    @property
    def signature(self) -> tuple[int, ...]:
        """What makes two forms the same."""
        return (*self._numbers, self._send_time)

    def block(self, values: Values, now: float) -> bytes:
        """Return the extensions of one packet, with their head, or nothing at all. `now` is the time of sending."""
        if not values and self._lone_send_time:
            return LONE_SEND_TIME.pack(ONE_BYTE, 1, self._lone_send_time | int(now * 0x40000) & 0xFFFFFF)
        numbers = self._numbers
        chosen = [(numbers[meaning], value) for meaning, value in values if numbers[meaning]]
        if self._send_time:
            chosen.append((self._send_time, (int(now * 0x40000) & 0xFFFFFF).to_bytes(3, "big")))
        if not chosen:
            return b""
        if all(number <= HIGHEST_ONE_BYTE and 1 <= len(value) <= LONGEST_ONE_BYTE for number, value in chosen):
            body = b"".join([bytes((number << 4 | len(value) - 1,)) + value for number, value in chosen])
            profile = ONE_BYTE
        else:
            body = b"".join([bytes((number, len(value))) + value for number, value in chosen])
            profile = TWO_BYTE
        body += bytes(-len(body) % 4)
        return BLOCK_HEAD.pack(profile, len(body) // 4) + body

    def body(self, packet: Packet, now: float) -> tuple[bytes, int]:
        """Return everything behind the fixed header, and how much of it are extensions."""
        if not packet.values and not self._send_time:
            return packet.payload, 0
        block = self.block(packet.values, now)
        return block + packet.payload, len(block)
