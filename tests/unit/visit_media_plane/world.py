"""Clients around a plane: they seal and open with a libsrtp of their own, and speak over real sockets or by hand."""

import secrets
import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from struct import pack, unpack_from

from pylibsrtp import Error, Policy, Session

from visit_media.sfu.plane.events import Event
from visit_media.sfu.plane.interface import Plane
from visit_media.sfu.plane.terms import Address, SinkTerms, StreamTerms
from visit_media.sfu.transport.srtp import SrtpKeys

PROFILE = Policy.SRTP_PROFILE_AEAD_AES_128_GCM
LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
ORIENTATION = "urn:3gpp:video-orientation"
PLAYOUT = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
CAPTURE = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
WINDOW = 8192


@dataclass(frozen=True)
class Heard:
    """An RTP packet as a client reads it."""

    sequence: int
    timestamp: int
    ssrc: int
    payload_type: int
    marker: bool
    extensions: dict[int, bytes]
    payload: bytes
    padding: int = 0

    @property
    def picture(self) -> int:
        value = unpack_from("!H", self.payload, 2)[0]
        return value & 0x7FFF if self.payload[2] & 0x80 else self.payload[2]

    @property
    def tl0(self) -> int:
        return self.payload[4] if self.payload[2] & 0x80 else self.payload[3]


def write(
    payload: bytes, *, sequence: int, timestamp: int, ssrc: int = 7, payload_type: int = 96, marker: bool = False,
    extensions: dict[int, bytes] | None = None, padding: int = 0, is_two_byte: bool = False,
) -> bytes:  # fmt: skip
    first = 0x80 | (0x10 if extensions else 0) | (0x20 if padding else 0)
    header = pack(
        "!BBHII", first, payload_type | (0x80 if marker else 0), sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc
    )
    if extensions:
        if is_two_byte:
            body = b"".join(bytes((number, len(value))) + value for number, value in extensions.items())
        else:
            body = b"".join(bytes((number << 4 | len(value) - 1,)) + value for number, value in extensions.items())
        body += bytes(-len(body) % 4)
        header += pack("!HH", 0x1000 if is_two_byte else 0xBEDE, len(body) // 4) + body
    return header + payload + (bytes(padding - 1) + bytes((padding,)) if padding else b"")


def read(packet: bytes) -> Heard:
    first, second, sequence, timestamp, ssrc = unpack_from("!BBHII", packet)
    at, extensions = 12, {}
    if first & 0x10:
        profile, words = unpack_from("!HH", packet, at)
        extensions = dict(_extensions(packet[at + 4 : at + 4 + 4 * words], profile))
        at += 4 + 4 * words
    padding = packet[-1] if first & 0x20 else 0
    payload = packet[at : len(packet) - padding]
    return Heard(sequence, timestamp, ssrc, second & 0x7F, bool(second & 0x80), extensions, payload, padding)


def _extensions(block: bytes, profile: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(block):
        if not block[at]:
            at += 1
        elif profile == 0xBEDE:
            size = (block[at] & 0x0F) + 1
            yield block[at] >> 4, block[at + 1 : at + 1 + size]
            at += 1 + size
        else:
            yield block[at], block[at + 2 : at + 2 + block[at + 1]]
            at += 2 + block[at + 1]


def vp8(
    picture: int, *, tl0: int | None = None, is_key: bool = False, starts: bool = True, temporal: int = 0,
    is_sync: bool = False, is_short: bool = False, filling: bytes = b"picture",
) -> bytes:  # fmt: skip
    tl0 = picture if tl0 is None else tl0
    head = bytes((0x90 if starts else 0x80, 0xE0))
    number = bytes((picture & 0x7F,)) if is_short else pack("!H", 0x8000 | picture & 0x7FFF)
    return head + number + bytes((tl0 & 0xFF, temporal << 6 | (0x20 if is_sync else 0), 0 if is_key else 1)) + filling


def session(key: bytes, direction: int, profile: int = PROFILE) -> Session:
    policy = Policy(key=key, ssrc_type=direction, srtp_profile=profile)
    policy.window_size = WINDOW
    return Session(policy)


class Client:
    """One transport's other end."""

    def __init__(self, plane: Plane, profile: int = PROFILE, *, host: str = "127.0.0.1") -> None:
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.setblocking(False)
        self.address: Address = self.socket.getsockname()[:2]
        inbound, outbound = (secrets.token_bytes(30 if profile != PROFILE else 28) for _ in range(2))
        self._plane = plane
        self._sealing = session(inbound, Policy.SSRC_ANY_OUTBOUND, profile)
        self._opening = session(outbound, Policy.SSRC_ANY_INBOUND, profile)
        self.peer = plane.add_peer(SrtpKeys(profile, inbound, outbound), self.address)
        self.forged = 0

    def seal(self, packet: bytes) -> bytes:
        sealed: bytes = self._sealing.protect(packet)
        return sealed

    def seal_control(self, packet: bytes) -> bytes:
        sealed: bytes = self._sealing.protect_rtcp(packet)
        return sealed

    def open(self, datagram: bytes) -> bytes:
        opened: bytes = self._opening.unprotect(datagram)
        return opened

    def open_control(self, datagram: bytes) -> bytes:
        opened: bytes = self._opening.unprotect_rtcp(datagram)
        return opened

    def send(self, packet: bytes, at: float = 1.0) -> None:
        self._plane.receive(self.address, self.seal(packet), at)

    def send_by_socket(self, datagram: bytes) -> None:
        self.socket.sendto(datagram, (self.socket.getsockname()[0], self._plane.port))

    def datagrams(self) -> list[bytes]:
        taken = []
        while select.select([self.socket], [], [], 0)[0]:
            taken.append(self.socket.recv(4096))
        return taken

    def heard(self) -> list[Heard]:
        """Return what arrived and is authentic; anything else counts as forged."""
        packets = []
        for datagram in self.datagrams():
            try:
                packets.append(read(self.open(datagram)))
            except Error:
                self.forged += 1
        return packets


@dataclass
class Camera:
    """A VP8 encoder: numbers that go up, key frames when told."""

    client: Client
    ssrc: int
    sequence: int = 100
    timestamp: int = 9000
    picture: int = 50
    tl0: int = 10
    step: int = 3000
    payload_type: int = 96

    def frame(
        self, *, is_key: bool = False, temporal: int = 0, is_sync: bool = False, packets: int = 1
    ) -> list[bytes]:  # fmt: skip
        """Return the packets of the next picture, not yet sealed."""
        if not temporal:
            self.tl0 += 1
        made = []
        for index in range(packets):
            payload = vp8(
                self.picture, tl0=self.tl0, is_key=is_key and not index, starts=not index, temporal=temporal,
                is_sync=is_sync, filling=bytes((self.sequence & 0xFF,)) * 20,
            )  # fmt: skip
            made.append(
                write(
                    payload,
                    sequence=self.sequence,
                    timestamp=self.timestamp,
                    ssrc=self.ssrc,
                    payload_type=self.payload_type,
                    marker=index == packets - 1,
                )
            )
            self.sequence += 1
        self.timestamp += self.step
        self.picture += 1
        return made

    def send(self, at: float = 1.0, **frame: object) -> None:
        for packet in self.frame(**frame):  # type: ignore[arg-type]
            self.client.send(packet, at)


@dataclass
class World:
    """A plane, and short words for what tests do with it."""

    plane: Plane
    now: float = 1.0

    def client(self) -> Client:
        return Client(self.plane)

    def camera(self, client: Client, ssrc: int = 7, **start: int) -> tuple[int, Camera]:
        terms = StreamTerms(client.peer, ssrc, "VP8", 90_000, 96, 97, {TRANSPORT: 3, ORIENTATION: 4, MID: 9})
        return self.plane.add_stream(terms), Camera(client, ssrc, **start)

    def microphone(self, client: Client, ssrc: int = 5, group: int = 0) -> int:
        return self.plane.add_stream(StreamTerms(client.peer, ssrc, "opus", 48_000, 111, None, {LEVEL: 1}, group))

    def video_sink(self, client: Client, ssrc: int = 900, *, is_rtx: bool = True, **extensions: int) -> int:
        repair_ssrc, repair_type = (ssrc + 1, 107) if is_rtx else (None, None)
        terms = SinkTerms(client.peer, ssrc, "VP8", 90_000, 106, repair_ssrc, repair_type, numbers(extensions))
        return self.plane.add_sink(terms)

    def audio_sink(self, client: Client, ssrc: int = 800, **extensions: int) -> int:
        return self.plane.add_sink(SinkTerms(client.peer, ssrc, "opus", 48_000, 109, None, None, numbers(extensions)))

    def poll(self, seconds: float = 0.1) -> list[Event]:
        self.now += seconds
        return self.plane.poll(self.now)

    def told(self, kind: type, seconds: float = 0.1) -> list:  # type: ignore[type-arg]
        return [event for event in self.poll(seconds) if isinstance(event, kind)]


def numbers(extensions: dict[str, int]) -> dict[str, int]:
    uris = {"level": LEVEL, "orientation": ORIENTATION, "playout": PLAYOUT, "capture": CAPTURE, "send_time": SEND_TIME}
    return {uris[name]: number for name, number in extensions.items()}


def opus(sequence: int, *, level: int | None = None, payload: bytes = b"voice", ssrc: int = 5) -> bytes:
    extensions = {1: bytes((level,))} if level is not None else None
    return write(
        payload, sequence=sequence, timestamp=sequence * 960, ssrc=ssrc, payload_type=111, extensions=extensions
    )


def steps(packets: list[Heard]) -> list[int]:
    """Return how far each packet's number lies from the one before."""
    return [(after.sequence - before.sequence) & 0xFFFF for before, after in pairwise(packets)]
