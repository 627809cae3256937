"""What moves packets, as everything else in the media server sees it: values in, batches of events out.

A plane owns the UDP socket, the keys of every transport, and whatever happens more often than about ten times a second.
Whoever drives it decides: who may send, who follows what, what is asked for again. No call is made back per packet, and
no object of Python crosses: names are integers that the plane gives, and bytes are bytes, so that a plane in another
language can stand beside ours. All times are seconds of `time.monotonic`; sequence numbers and timestamps are as on the
wire (RFC 3550) unless they are called extended.
"""

from typing import Protocol

from visit_media.sfu.plane.counters import PlaneCounters, SinkCounters, StreamCounters
from visit_media.sfu.plane.events import Event
from visit_media.sfu.plane.terms import Address, PeerId, SinkId, SinkTerms, StreamId, StreamTerms
from visit_media.sfu.transport.srtp import SrtpKeys


class Plane(Protocol):
    """About a dozen verbs. An id that is gone, or was never given (0 never is), is let by: ends of things race.

    `readable` is what a loop waits on; whoever drives it calls `poll` when it is readable and at least each 20 ms.
    """

    @property
    def port(self) -> int:
        """The UDP port that was bound."""
        ...

    def fileno(self) -> int:
        """The socket's descriptor, to wait for."""
        ...

    def close(self) -> None:
        """Forget all keys and give the port back."""
        ...

    def add_peer(self, keys: SrtpKeys, address: Address) -> PeerId:
        """A transport whose handshake is done: its packets come from this address and are sent there."""
        ...

    def set_path(
        self, peer: PeerId, send_to: Address, heard_from: frozenset[Address], round_trip: float = 0.05
    ) -> None:
        """Where the peer is reached from now on, which addresses proved to be its own, and how far away it is."""
        ...

    def remove_peer(self, peer: PeerId) -> None:
        """Forget a transport with its streams and sinks."""
        ...

    def add_stream(self, terms: StreamTerms) -> StreamId:
        """Take in what a peer sends under this SSRC, the packets of it that were kept first; 0 when it has too many."""
        ...

    def add_repair(self, stream: StreamId, ssrc: int) -> None:
        """This SSRC of the same peer repeats packets of the stream (RFC 4588), or only probes the bandwidth."""
        ...

    def remove_stream(self, stream: StreamId) -> None:
        """Forget it; sinks that send it fall silent."""
        ...

    def gate(self, group: int, loudest: int) -> None:
        """Of a group's audio streams forward only so many, those that speak; 0 forwards all and forgets the group."""
        ...

    def add_sink(self, terms: SinkTerms) -> SinkId:
        """Somewhere to send: silent until it is routed; 0 when the peer has too many or is sent this SSRC already."""
        ...

    def route(self, sink: SinkId, stream: StreamId | None, temporal: int = 7) -> None:
        """Send this stream: audio at once, video from its next key frame on, without a jump in numbers or clocks.

        Until then what was sent before goes on. `temporal` is the highest temporal layer of VP8 to send; stream None is
        silence.
        The old and the new stream's clocks are joined by `tell_clock`, otherwise by time of arrival.
        """
        ...

    def tell_clock(self, stream: StreamId, ntp: int, rtp: int, at: float) -> None:
        """The newest sender report of a stream: 64-bit NTP time, RTP timestamp, when it came (RFC 3550 6.4.1)."""
        ...

    def remove_sink(self, sink: SinkId) -> None:
        """Stop sending under this SSRC."""
        ...

    def resend(self, sink: SinkId, sequences: tuple[int, ...], copies: int = 1) -> None:
        """Send so many copies of these outgoing numbers, unless they are gone or were resent just now."""
        ...

    def pad(self, sink: SinkId, packets: int) -> None:
        """Send that many packets of padding under the repair SSRC (256 octets each), to try whether more would fit."""
        ...

    def send_control(self, peer: PeerId, packet: bytes) -> None:
        """Seal and send a compound RTCP packet."""
        ...

    def send(self, address: Address, datagram: bytes) -> None:
        """Send a datagram as it is: STUN, DTLS."""
        ...

    def receive(self, address: Address, datagram: bytes, at: float) -> None:
        """Take a datagram as if the socket had brought it: what came over TCP, or a test's."""
        ...

    def poll(self, now: float) -> list[Event]:
        """Empty the socket (up to a bound), forward, and say what happened since the last time.

        What goes by the clock (missing packets, levels, arrivals, key frames waited for) is said at most each 10 ms.
        """
        ...

    def stream_counters(self, stream: StreamId) -> StreamCounters | None:
        """How its reception stands."""
        ...

    def sink_counters(self, sink: SinkId) -> SinkCounters | None:
        """How its sending stands."""
        ...

    def counters(self) -> PlaneCounters:
        """How everything stands."""
        ...
