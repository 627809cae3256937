"""Packets as a camera at tile size and a microphone send them, with the time of sending in each."""

import secrets
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from struct import Struct, pack, unpack_from
from typing import Final

import av

from tools.callers.description import EXTENSIONS, OPUS, VP8
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, RID, TRANSPORT_SEQUENCE

PICTURES_PER_SECOND: Final = 20
PICTURE_BYTES: Final = 1100
"""At this pace 176 kbit/s: the lowest of three layers of a camera."""
SOUNDS_PER_SECOND: Final = 50
SOUND_BYTES: Final = 80
VIDEO_CLOCK: Final = 90_000
AUDIO_CLOCK: Final = 48_000
KEY_FRAME_SECONDS: Final = 3
NAMED_PACKETS: Final = 100
LOUD, SILENT = 25, 127
STAMP: Final = Struct("!4sHHd")
MAGIC: Final = b"\x9ecal"


class TransportNumbers:
    """The numbers that all packets of one path share."""

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> bytes:
        """Return the next one."""
        self._next = (self._next + 1) & 0xFFFF
        return pack("!H", self._next)


class Source:
    """One stream of packets, of even pace."""

    def __init__(self, mid: str, numbers: TransportNumbers, caller: int, *, per_second: int, clock: int) -> None:
        self.ssrc = secrets.randbits(32) | 1
        self.per_second = per_second
        self.sent = 0
        self.is_muted = False
        self._mid = mid.encode()
        self._numbers = numbers
        self._caller = caller
        self._step = clock // per_second
        self.timestamp = secrets.randbits(31)
        self._sequence = secrets.randbits(15)
        self._due_at: float | None = None

    def due(self, now: float) -> Iterator[bytes]:
        """Yield the packets whose time has come; they begin at some moment of their own, and none while muted."""
        if self._due_at is None:
            self._due_at = now + self.ssrc % 97 / 97 / self.per_second
        while self._due_at <= now:
            self._due_at += 1 / self.per_second
            if not self.is_muted:
                yield self.packet()

    def packet(self) -> bytes:
        """Return the next one, stamped with the time."""
        raise NotImplementedError

    def _wrap(self, payload_type: int, extensions: dict[str, bytes], beginning: bytes, size: int) -> bytes:
        header = pack("!BBHII", 0x90, 0x80 | payload_type, self._sequence, self.timestamp, self.ssrc)
        extensions[TRANSPORT_SEQUENCE] = self._numbers.take()
        if self.sent < NAMED_PACKETS:
            extensions[MID] = self._mid
        body = b"".join(bytes((EXTENSIONS[uri] << 4 | len(value) - 1,)) + value for uri, value in extensions.items())
        body += bytes(-len(body) % 4)
        stamp = STAMP.pack(MAGIC, self._caller, self.sent & 0xFFFF, time.time())
        filling = bytes(size - len(beginning) - STAMP.size)
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.timestamp = (self.timestamp + self._step) & 0xFFFFFFFF
        self.sent += 1
        return header + pack("!HH", 0xBEDE, len(body) // 4) + body + beginning + filling + stamp


class Camera(Source):
    """VP8 pictures of one packet each: the lowest layer of a simulcast whose others nobody looks at."""

    def __init__(self, mid: str, numbers: TransportNumbers, caller: int) -> None:
        super().__init__(mid, numbers, caller, per_second=PICTURES_PER_SECOND, clock=VIDEO_CLOCK)
        self.is_key_frame_due = True
        self._pictures = 0

    def packet(self) -> bytes:
        """Return the next picture."""
        is_key = self.is_key_frame_due or self._pictures % (KEY_FRAME_SECONDS * PICTURES_PER_SECOND) == 0
        self.is_key_frame_due = False
        descriptor = pack("!BBHBB", 0x90, 0xE0, 0x8000 | self._pictures & 0x7FFF, self._pictures & 0xFF, 0)
        self._pictures += 1
        extensions = {RID: b"q"} if self.sent < NAMED_PACKETS else {}
        key_frame, other = still_picture()
        return self._wrap(VP8, extensions, descriptor + (key_frame if is_key else other), PICTURE_BYTES)


class Microphone(Source):
    """Opus without pauses in transmission; only its level says whether somebody speaks."""

    def __init__(self, mid: str, numbers: TransportNumbers, caller: int) -> None:
        super().__init__(mid, numbers, caller, per_second=SOUNDS_PER_SECOND, clock=AUDIO_CLOCK)
        self.is_speaking = False

    def packet(self) -> bytes:
        """Return the next twentieth of a second."""
        level = 0x80 | LOUD if self.is_speaking else SILENT
        return self._wrap(OPUS, {AUDIO_LEVEL: bytes((level,))}, b"\x78", SOUND_BYTES)


@cache
def still_picture() -> tuple[bytes, bytes]:
    """Return a key frame of VP8 and a frame that changes nothing; decoders ignore what follows either."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 320, 180, "yuv420p"
    encoder.time_base = Fraction(1, PICTURES_PER_SECOND)
    encoder.options = {"deadline": "realtime", "lag-in-frames": "0", "auto-alt-ref": "0"}
    frame = av.VideoFrame(320, 180, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes((128,)) * plane.buffer_size)
    written = []
    for number in range(2):
        frame.pts = number
        written += [bytes(packet) for packet in encoder.encode(frame)]
    key_frame, other = written
    return key_frame, other


def read_stamp(packet: bytes) -> tuple[int, int, float] | None:
    """Return who sent a packet, its number there, and when by the kernel's clock; None when it bears no stamp."""
    if len(packet) < STAMP.size:
        return None
    magic, caller, number, sent_at = unpack_from(STAMP.format, packet, len(packet) - STAMP.size)
    return (caller, number, sent_at) if magic == MAGIC else None
