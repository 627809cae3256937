"""What the plane says happened, in batches."""

from dataclasses import dataclass, field

from visit_media.sfu.plane.terms import Address, PeerId, SinkId, StreamId


@dataclass(frozen=True, slots=True)
class Datagram:
    """STUN or DTLS (RFC 7983), whoever sent it. Media of strangers is refused and counted, not told."""

    address: Address
    data: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Control:
    """An authentic compound RTCP packet, decrypted."""

    peer: PeerId
    data: bytes
    at: float


@dataclass(frozen=True, slots=True)
class UnknownStream:
    """The first authentic packet of an SSRC nobody has added, whole and decrypted: its extensions say what it is.

    A few packets of it are kept for `add_stream` or `add_repair`; it is told again at most each 100 ms.
    """

    peer: PeerId
    ssrc: int
    payload_type: int
    packet: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Switched:
    """A sink sends another stream from now on. `stream` is None after `route(sink, None)`.

    `number` is that of its first packet as it leaves, 16 bits; whoever sees it needs nothing from before.
    """

    sink: SinkId
    stream: StreamId | None
    at: float
    number: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class KeyFrameWanted:
    """A sink waits for a key frame of this stream, or packets of it are lost for good; repeated while it waits."""

    stream: StreamId


@dataclass(frozen=True, slots=True)
class KeyFrameArrived:
    """A key frame of this stream has begun to arrive."""

    stream: StreamId
    at: float


@dataclass(frozen=True, slots=True)
class Missing:
    """Sequence numbers to ask the publisher for again (NACK, RFC 4585), oldest first; due by the peer's round trip."""

    stream: StreamId
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Transport-wide sequence numbers of a peer and when each came, in order of arrival, for feedback to its sender."""

    peer: PeerId
    ssrc: int
    numbers: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """What audio streams with a level extension (RFC 6464) have said since the last poll.

    Per stream: packets with audible voice, the loudest level in -dBov (127 is silence), all packets.
    """

    heard: tuple[tuple[StreamId, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A sealed packet for a path that is no UDP address."""

    address: Address
    data: bytes


@dataclass(frozen=True, slots=True)
class Faulty:
    """What this peer sent broke its handling; it is refused from now on."""

    peer: PeerId


Event = (
    Datagram
    | Control
    | UnknownStream
    | Switched
    | KeyFrameWanted
    | KeyFrameArrived
    | Missing
    | Arrivals
    | Levels
    | Outgoing
    | Faulty
)
