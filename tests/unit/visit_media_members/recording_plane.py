"""A plane that moves nothing and remembers what it was told."""

from dataclasses import dataclass, field, replace
from itertools import count

from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane.counters import PlaneCounters, SinkCounters, StreamCounters
from visit_media.sfu.plane.events import Event
from visit_media.sfu.plane.terms import Address, PeerId, SinkId, SinkTerms, StreamId, StreamTerms
from visit_media.sfu.transport.srtp import SrtpKeys

EMPTY_STREAM = StreamCounters(
    packets=0, octets=0, highest=0, expected=0, lost=0, jitter=0, recovered=0, heard_at=float("-inf")
)
EMPTY_SINK = SinkCounters(packets=0, octets=0, resent=0, padded=0, stream=None, timestamp_offset=0)


@dataclass
class RecordingPlane:
    """Every verb leaves a trace; what happens is put into `events` by tests."""

    peers: dict[PeerId, Address] = field(default_factory=dict)
    round_trips: dict[PeerId, float] = field(default_factory=dict)
    streams: dict[StreamId, StreamTerms] = field(default_factory=dict)
    repairs: list[tuple[StreamId, int]] = field(default_factory=list)
    sinks: dict[SinkId, SinkTerms] = field(default_factory=dict)
    routes: list[tuple[SinkId, StreamId | None, int]] = field(default_factory=list)
    gates: list[tuple[int, int]] = field(default_factory=list)
    clocks: list[tuple[StreamId, int, int]] = field(default_factory=list)
    resent: list[tuple[SinkId, tuple[int, ...]]] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)
    padded: list[tuple[SinkId, int]] = field(default_factory=list)
    control: dict[PeerId, list[rtcp.Rtcp]] = field(default_factory=dict)
    raw_control: list[bytes] = field(default_factory=list)
    sent: list[tuple[Address, bytes]] = field(default_factory=list)
    received: list[tuple[Address, bytes]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    stream_states: dict[StreamId, StreamCounters] = field(default_factory=dict)
    sink_states: dict[SinkId, SinkCounters] = field(default_factory=dict)
    is_closed: bool = False
    is_full: bool = False

    def __post_init__(self) -> None:
        self._ids = count(1)

    @property
    def port(self) -> int:
        return 7882

    def fileno(self) -> int:
        return -1

    def close(self) -> None:
        self.is_closed = True

    def add_peer(self, keys: SrtpKeys, address: Address) -> PeerId:
        peer = next(self._ids)
        self.peers[peer] = address
        self.control[peer] = []
        return peer

    def set_path(
        self, peer: PeerId, send_to: Address, heard_from: frozenset[Address], round_trip: float = 0.05
    ) -> None:
        self.peers[peer], self.round_trips[peer] = send_to, round_trip

    def remove_peer(self, peer: PeerId) -> None:
        self.peers.pop(peer, None)

    def add_stream(self, terms: StreamTerms) -> StreamId:
        if self.is_full:
            return 0
        stream = next(self._ids)
        self.streams[stream] = terms
        self.stream_states[stream] = EMPTY_STREAM
        return stream

    def add_repair(self, stream: StreamId, ssrc: int) -> None:
        self.repairs.append((stream, ssrc))

    def remove_stream(self, stream: StreamId) -> None:
        self.streams.pop(stream, None)

    def gate(self, group: int, loudest: int) -> None:
        self.gates.append((group, loudest))

    def add_sink(self, terms: SinkTerms) -> SinkId:
        if self.is_full:
            return 0
        sink = next(self._ids)
        self.sinks[sink] = terms
        self.sink_states[sink] = EMPTY_SINK
        return sink

    def route(self, sink: SinkId, stream: StreamId | None, temporal: int = 7) -> None:
        self.routes.append((sink, stream, temporal))

    def tell_clock(self, stream: StreamId, ntp: int, rtp: int, at: float) -> None:
        self.clocks.append((stream, ntp, rtp))

    def remove_sink(self, sink: SinkId) -> None:
        self.sinks.pop(sink, None)

    def resend(self, sink: SinkId, sequences: tuple[int, ...], copies: int = 1) -> None:
        self.resent.append((sink, sequences))
        self.copies.append(copies)

    def pad(self, sink: SinkId, packets: int) -> None:
        self.padded.append((sink, packets))

    def send_control(self, peer: PeerId, packet: bytes) -> None:
        self.control[peer] += rtcp.read(packet)
        self.raw_control.append(packet)

    def send(self, address: Address, datagram: bytes) -> None:
        self.sent.append((address, datagram))

    def receive(self, address: Address, datagram: bytes, at: float) -> None:
        self.received.append((address, datagram))

    def poll(self, now: float) -> list[Event]:
        happened, self.events = self.events, []
        return happened

    def stream_counters(self, stream: StreamId) -> StreamCounters | None:
        return self.stream_states.get(stream)

    def sink_counters(self, sink: SinkId) -> SinkCounters | None:
        return self.sink_states.get(sink)

    def counters(self) -> PlaneCounters:
        return PlaneCounters(packets_forwarded=3, switches=2)

    def routed(self, sink: SinkId | None) -> StreamId | None:
        """What a sink was told to send last."""
        return next((stream for where, stream, _ in reversed(self.routes) if where == sink), None)

    def has_come(self, stream: StreamId | None, octets: int, now: float, **others: object) -> None:
        """Let a stream have received so much in all."""
        assert stream is not None
        before = self.stream_states[stream]
        packets = before.packets + 1
        changes = {"octets": octets, "heard_at": now, "packets": packets, "expected": packets, **others}
        self.stream_states[stream] = replace(before, **changes)  # type: ignore[arg-type]

    def has_sent(self, sink: SinkId | None, **changes: object) -> None:
        """Let a sink have sent so much in all."""
        assert sink is not None
        self.sink_states[sink] = replace(self.sink_states[sink], **changes)  # type: ignore[arg-type]
