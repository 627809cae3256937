"""The verbs of the plane: each puts one thing in its place, and `poll` lets everything run."""

from dataclasses import replace
from itertools import count
from typing import Final

from visit_media.sfu.plane.counters import PlaneCounters, SinkCounters, StreamCounters
from visit_media.sfu.plane.events import Event, Switched
from visit_media.sfu.plane.python.audience import give_up_waiting, leave, sort_anew
from visit_media.sfu.plane.python.fanout import Fanout
from visit_media.sfu.plane.python.gating import Gate
from visit_media.sfu.plane.python.intake import Intake
from visit_media.sfu.plane.python.outbox import Outbox
from visit_media.sfu.plane.python.peer import MOST_SSRCS_SENT, PlanePeer, key_of
from visit_media.sfu.plane.python.port import UdpPort
from visit_media.sfu.plane.python.sink import ALL_TEMPORAL, Sink
from visit_media.sfu.plane.python.stream import Repair, Stream
from visit_media.sfu.plane.python.tally import Happenings, Tally
from visit_media.sfu.plane.python.telling import Telling
from visit_media.sfu.plane.terms import Address, PeerId, SinkId, SinkTerms, StreamId, StreamTerms
from visit_media.sfu.transport.srtp import SrtpKeys

BATCHES_PER_POLL: Final = 4
MOST_STREAMS: Final = 256
MOST_SINKS: Final = 1024
NOBODY: Final = 0
"""The id of nothing: what could not be added."""


class PythonPlane:
    """See `visit_media.sfu.plane.interface.Plane`."""

    def __init__(self, host: str, port: int) -> None:
        """Bind the UDP port (0: any) of a numeric address; raise OSError when it is taken."""
        self._port = UdpPort(host, port)
        self._tally = Tally()
        self._happenings = Happenings()
        self._outbox = Outbox(self._port, self._tally, self._happenings)
        self._fanout = Fanout(self._outbox, self._tally, self._happenings)
        self._intake = Intake(self._port, self._fanout, self._tally, self._happenings)
        self._peers: dict[PeerId, PlanePeer] = {}
        self._streams: dict[StreamId, Stream] = {}
        self._sinks: dict[SinkId, Sink] = {}
        self._gates: dict[int, Gate] = {}
        self._telling = Telling(self._happenings)
        self._ids = count(1)
        self._now = 0.0

    @property
    def port(self) -> int:
        """The UDP port that was bound."""
        return self._port.number

    def fileno(self) -> int:
        """The socket's descriptor, to wait for."""
        return self._port.fileno()

    def close(self) -> None:
        """Forget all keys and give the port back."""
        for peer in list(self._peers):
            self.remove_peer(peer)
        self._port.close()

    def add_peer(self, keys: SrtpKeys, address: Address) -> PeerId:
        """A transport whose handshake is done: its packets come from this address and are sent there."""
        peer = PlanePeer(next(self._ids), keys, self._port.family)
        self._peers[peer.id] = peer
        self.set_path(peer.id, address, frozenset((address,)), peer.round_trip)
        return peer.id

    def set_path(
        self, peer: PeerId, send_to: Address, heard_from: frozenset[Address], round_trip: float = 0.05
    ) -> None:
        """Where the peer is reached from now on, which addresses proved to be its own, and how far away it is."""
        found = self._peers.get(peer)
        if found is None:
            return
        self._forget_path(found)
        found.round_trip = round_trip
        found.set_path(send_to, heard_from)
        for key in found.keys:
            self._intake.by_key[key] = found

    def remove_peer(self, peer: PeerId) -> None:
        """Forget a transport with its streams and sinks."""
        found = self._peers.pop(peer, None)
        if found is None:
            return
        self._forget_path(found)
        for sink in list(found.sinks):
            self.remove_sink(sink.id)
        for entry in list(found.streams.values()):
            if isinstance(entry, Stream):
                self.remove_stream(entry.id)

    def add_stream(self, terms: StreamTerms) -> StreamId:
        """Take in what a peer sends under this SSRC, the packets of it that were kept first."""
        peer = self._peers.get(terms.peer)
        if peer is None or len(peer.streams) >= MOST_STREAMS:
            return NOBODY
        before = peer.streams.get(terms.ssrc)
        if isinstance(before, Stream):
            self.remove_stream(before.id)
        stream = Stream(next(self._ids), terms, peer)
        self._streams[stream.id] = peer.streams[terms.ssrc] = stream
        gate = self._gates.get(terms.group)
        if gate is not None and not stream.is_video:
            gate.add(stream)
        self._intake.take_held(peer, terms.ssrc)
        self._send_all()
        return stream.id

    def add_repair(self, stream: StreamId, ssrc: int) -> None:
        """This SSRC of the same peer repeats packets of the stream (RFC 4588), or only probes the bandwidth."""
        found = self._streams.get(stream)
        if found is None or len(found.peer.streams) >= MOST_STREAMS or ssrc == found.terms.ssrc:
            return
        if isinstance(found.peer.streams.get(ssrc), Stream):
            return
        found.peer.streams[ssrc] = Repair(found)
        self._intake.take_held(found.peer, ssrc)
        self._send_all()

    def remove_stream(self, stream: StreamId) -> None:
        """Forget it; sinks that send it fall silent."""
        found = self._streams.pop(stream, None)
        if found is None:
            return
        for group in found.groups:
            for sink in group.sinks:
                sink.detach()
        for sink in found.waiting:
            sink.target = None
        found.groups, found.waiting = [], []
        found.forget_kept()
        if found.gate is not None:
            found.gate.remove(found)
        streams = found.peer.streams
        for ssrc in [ssrc for ssrc, entry in streams.items() if entry is found or _repairs(entry, found)]:
            del streams[ssrc]

    def gate(self, group: int, loudest: int) -> None:
        """Of a group's audio streams forward only so many, those that speak; 0 forwards all and forgets the group."""
        gate = self._gates.get(group)
        members = [stream for stream in self._streams.values() if stream.terms.group == group and not stream.is_video]
        if loudest <= 0 or not group:
            if gate is not None:
                del self._gates[group]
                for stream in members:
                    gate.remove(stream)
        elif gate is not None:
            gate.loudest = loudest
        else:
            gate = self._gates[group] = Gate(loudest)
            for stream in members:
                gate.add(stream)

    def add_sink(self, terms: SinkTerms) -> SinkId:
        """Somewhere to send: silent until it is routed."""
        peer = self._peers.get(terms.peer)
        if peer is None or len(peer.sinks) >= MOST_SINKS or any(sink.ssrc == terms.ssrc for sink in peer.sinks):
            return NOBODY
        if terms.ssrc not in peer.left and len(peer.left) + 2 * len(peer.sinks) >= MOST_SSRCS_SENT:
            return NOBODY
        sink = Sink(next(self._ids), terms, peer)
        self._sinks[sink.id] = sink
        peer.sinks.add(sink)
        return sink.id

    def route(self, sink: SinkId, stream: StreamId | None, temporal: int = 7) -> None:
        """Send this stream: audio at once, video from its next key frame on, without a jump in numbers or clocks."""
        found = self._sinks.get(sink)
        if found is None:
            return
        target = self._streams.get(stream) if stream is not None else None
        if target is None:
            give_up_waiting(found)
            if stream is None and found.stream is not None:
                self._silence(found)
                self._happenings.insist(Switched(sink, None, self._now))
            return
        found.wanted_temporal = min(max(temporal, 0), ALL_TEMPORAL) if target.terms.codec == "VP8" else ALL_TEMPORAL
        if found.target is target:
            return
        give_up_waiting(found)
        if found.stream is target:
            sort_anew(found)
            return
        if not found.is_video:
            self._silence(found)
        found.target = target
        target.waiting = [*target.waiting, found]

    def tell_clock(self, stream: StreamId, ntp: int, rtp: int, at: float) -> None:
        """The newest sender report of a stream: 64-bit NTP time, RTP timestamp, when it came (RFC 3550 6.4.1)."""
        found = self._streams.get(stream)
        if found is not None:
            found.report = (ntp, rtp, at)

    def remove_sink(self, sink: SinkId) -> None:
        """Stop sending under this SSRC."""
        found = self._sinks.pop(sink, None)
        if found is None:
            return
        give_up_waiting(found)
        self._silence(found)
        found.peer.sinks.discard(found)
        found.leave_numbers()

    def resend(self, sink: SinkId, sequences: tuple[int, ...], copies: int = 1) -> None:
        """Send so many copies of these outgoing numbers, unless they are gone or were resent just now."""
        found = self._sinks.get(sink)
        if found is not None:
            self._outbox.resend(found, sequences, copies)

    def pad(self, sink: SinkId, packets: int) -> None:
        """Send that many packets of padding under the repair SSRC (256 octets each), to try whether more would fit."""
        found = self._sinks.get(sink)
        if found is not None:
            self._outbox.pad(found, packets)

    def send_control(self, peer: PeerId, packet: bytes) -> None:
        """Seal and send a compound RTCP packet."""
        found = self._peers.get(peer)
        if found is not None:
            self._outbox.send_control(found, packet)

    def send(self, address: Address, datagram: bytes) -> None:
        """Send a datagram as it is: STUN, DTLS."""
        self._outbox.send_bare(address, datagram)

    def receive(self, address: Address, datagram: bytes, at: float) -> None:
        """Take a datagram as if the socket had brought it: what came over TCP, or a test's."""
        key = key_of(address, self._port.family)
        if key is not None:
            self._intake.take(key, datagram, at)
            self._send_all()

    def poll(self, now: float) -> list[Event]:
        """Empty the socket (up to a bound), forward, and say what happened since the last time."""
        self._now = now
        self._intake.empty(BATCHES_PER_POLL)
        self._send_all()
        self._telling.look_round(now, self._peers.values(), self._streams.values())
        return self._happenings.take()

    def stream_counters(self, stream: StreamId) -> StreamCounters | None:
        """How its reception stands."""
        found = self._streams.get(stream)
        return found.reception.counters() if found is not None else None

    def sink_counters(self, sink: SinkId) -> SinkCounters | None:
        """How its sending stands."""
        found = self._sinks.get(sink)
        return found.counters() if found is not None else None

    def counters(self) -> PlaneCounters:
        """How everything stands."""
        counted = self._tally.counters()
        return replace(counted, datagrams_unsent=counted.datagrams_unsent + self._port.unsent)

    def _send_all(self) -> None:
        self._fanout.send_due()
        self._outbox.flush()

    def _silence(self, sink: Sink) -> None:
        if sink.stream is not None:
            leave(sink.stream, sink)
            sink.detach()

    def _forget_path(self, peer: PlanePeer) -> None:
        for key in peer.keys:
            if self._intake.by_key.get(key) is peer:
                del self._intake.by_key[key]


def _repairs(entry: Stream | Repair, stream: Stream) -> bool:
    return isinstance(entry, Repair) and entry.stream is stream
