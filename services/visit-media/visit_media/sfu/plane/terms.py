"""What the plane is told, and the names it gives."""

from dataclasses import dataclass, field

Address = tuple[str, int]
"""Numeric host and port. A path over TCP is `("tcp", number)`: what is for it comes back as `Outgoing`."""

PeerId = int
StreamId = int
SinkId = int


@dataclass(frozen=True, slots=True)
class StreamTerms:
    """One SSRC that a peer sends, as its answer agreed; of simulcast, one layer (RFC 8853).

    `codec` is "opus", "VP8" or "H264". `extensions` gives the publisher's number for each header extension by its URI
    (RFC 8285). `repair_payload_type` is what retransmissions of it carry (RFC 4588). `group` is the room in which its
    loudness competes with others, 0 for none: see `gate`.
    """

    peer: PeerId
    ssrc: int
    codec: str
    clock_rate: int
    payload_type: int
    repair_payload_type: int | None = None
    extensions: dict[str, int] = field(default_factory=dict)
    group: int = 0


@dataclass(frozen=True, slots=True)
class SinkTerms:
    """One SSRC that a peer is sent, in that peer's own numbers.

    `extensions` are the receiver's numbers by URI: those with a meaning for it are passed on (audio level, orientation,
    playout delay, abs-capture-time), abs-send-time is stamped at sending, all others are left out.
    With `repair_ssrc` and `repair_payload_type` what is resent goes as RTX, otherwise as the very bytes sent before.
    """

    peer: PeerId
    ssrc: int
    codec: str
    clock_rate: int
    payload_type: int
    repair_ssrc: int | None = None
    repair_payload_type: int | None = None
    extensions: dict[str, int] = field(default_factory=dict)
