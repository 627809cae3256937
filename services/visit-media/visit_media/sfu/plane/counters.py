"""What the plane is asked now and then."""

from dataclasses import dataclass

from visit_media.sfu.plane.terms import StreamId


@dataclass(frozen=True, slots=True)
class StreamCounters:
    """Reception of one stream (RFC 3550 6.4.1, appendix A): highest number, lost in all, jitter."""

    packets: int
    octets: int
    highest: int
    expected: int
    lost: int
    jitter: int
    recovered: int
    heard_at: float
    """When its newest packet came; -inf before the first."""
    temporal_octets: tuple[int, ...] = ()
    """Of VP8, payload octets by temporal layer id, for what leaving a layer out would save."""


@dataclass(frozen=True, slots=True)
class SinkCounters:
    """What one sink has sent, and how its timestamps follow from the stream it sends now (for sender reports)."""

    packets: int
    octets: int
    resent: int
    padded: int
    stream: StreamId | None
    timestamp_offset: int
    """To be added to the stream's timestamps, modulo 2**32."""


@dataclass(frozen=True, slots=True)
class PlaneCounters:
    """Of the whole plane since it was opened."""

    datagrams_received: int = 0
    datagrams_refused: int = 0
    datagrams_unsent: int = 0
    packets_received: int = 0
    packets_malformed: int = 0
    packets_unauthentic: int = 0
    packets_excessive: int = 0
    packets_forwarded: int = 0
    packets_resent: int = 0
    octets_received: int = 0
    octets_sent: int = 0
    switches: int = 0
