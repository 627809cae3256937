"""Everything the media server does for one client: what it publishes, what it is sent, and its data."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from visit_media.sfu import metrics
from visit_media.sfu.allowance import Allowance
from visit_media.sfu.feedback.quality import Quality
from visit_media.sfu.members.board import Board
from visit_media.sfu.members.downlink import Downlink
from visit_media.sfu.members.egress import Egress
from visit_media.sfu.members.ingress import Ingress
from visit_media.sfu.members.line import Line
from visit_media.sfu.members.uplink import Uplink
from visit_media.sfu.negotiation.terms import Codec, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane.terms import Address, PeerId
from visit_media.sfu.transport.certificate import Fingerprint, Identity
from visit_media.sfu.transport.peer import Peer

ASKS_PER_SECOND: Final = 5_000.0
ASKS_AT_ONCE: Final = 10_000.0


class MemberListener(Protocol):
    """Whoever decides what the clients may do."""

    def connected(self) -> None:
        """The client's media path is up."""
        ...

    def data(self, label: str, message: bytes) -> None:
        """The client sent a message on a data channel."""
        ...

    def stream_paused(self, downlink: Downlink, *, is_paused: bool) -> None:
        """The client's network does not take this picture any more, or takes it again."""
        ...

    def failed(self) -> None:
        """A transport of the client has ended by itself."""
        ...


class Member:
    """One client of the media server, over one transport or, as in LiveKit's protocol v0, one for each direction."""

    def __init__(
        self,
        board: Board,
        identity: Identity,
        send: Callable[[Address, bytes], None],
        listener: MemberListener,
        *,
        is_single: bool = True,
        group: int = 0,
        allows_pause: bool = True,
    ) -> None:
        self._listener = listener
        self._board = board
        self._asks = Allowance(per_second=ASKS_PER_SECOND, burst=ASKS_AT_ONCE)
        self._up = Line(board, identity, send, self)
        self._down = self._up if is_single else Line(board, identity, send, self, opens_channels=True)
        self.ingress = Ingress(board, self._up, group)
        self._egress = Egress(board, self._down, self._paused, may_pause=allows_pause)

    @property
    def publisher(self) -> Peer:
        """The transport of what the client sends."""
        return self._up.peer

    @property
    def subscriber(self) -> Peer:
        """The transport of what the client is sent, with its data channels; the same one when there is only one."""
        return self._down.peer

    @property
    def is_single(self) -> bool:
        """Whether both directions share one transport."""
        return self._up is self._down

    @property
    def peers(self) -> tuple[Peer, ...]:
        """Its transports."""
        return (self._up.peer,) if self.is_single else (self._up.peer, self._down.peer)

    @property
    def downlinks(self) -> tuple[Downlink, ...]:
        """What it is sent."""
        return tuple(self._egress.downlinks.values())

    @property
    def downlink_estimate(self) -> float:
        """What its network is believed to take, in bits per second."""
        return self._egress.budget.estimate.bits_per_second

    def agree(
        self, fingerprints: tuple[Fingerprint, ...], sctp_port: int | None, receptions: tuple[Reception, ...]
    ) -> None:
        """Put into force what an answer to the client says."""
        self._up.peer.expect(fingerprints, sctp_port)
        self.ingress.agree(receptions)

    def agree_subscriber(self, fingerprints: tuple[Fingerprint, ...], sctp_port: int | None) -> None:
        """Put into force what the client answered to our offer."""
        self._down.peer.expect(fingerprints, sctp_port)

    def subscribe(self, uplink: Uplink, codec: Codec, extensions: Mapping[str, int] | None = None) -> Downlink:
        """Send a track to this client, in the client's own numbering.

        With `extensions`, the client's numbers by URI, what is resent goes under `repair_ssrc`, which the description
        has to name; without, as the very bytes sent before.
        """
        downlink = Downlink(uplink, self._board, self._down, codec, extensions)
        self._egress.add(downlink)
        return downlink

    def start(self, downlink: Downlink) -> None:
        """Begin to send; called when the client has been told what will come."""
        self._egress.start(downlink)

    def unsubscribe(self, downlink: Downlink) -> None:
        """Stop sending a track."""
        self._egress.remove(downlink)

    def opened(self, line: Line) -> None:
        """Start what waited for the keys of this transport."""
        if line.number is not None:
            self._board.members[line.number] = self
        if line is self._up:
            self.ingress.opened()
        if line is self._down:
            self._egress.opened()
            self._listener.connected()

    def heard(self, label: str, message: bytes) -> None:
        """Hand a data message over."""
        self._listener.data(label, message)

    def broken(self, line: Line) -> None:
        """Say that a transport has ended."""
        self._listener.failed()

    def peer_of(self, number: PeerId) -> Peer:
        """Return the transport that has this number in the plane."""
        return self._up.peer if self._up.number == number else self._down.peer

    def control(self, packet: bytes, now: float) -> None:
        """Act on what the client reports and asks for."""
        try:
            said = rtcp.read(packet)
        except ValueError:
            metrics.tally.packets_malformed += 1
            return
        for item in said:
            if isinstance(item, rtcp.SenderReport):
                self.ingress.hear(item, now)
            elif not isinstance(item, rtcp.Nack) or self._asks.take(len(item.sequences), now):
                self._egress.heard(item, now)
        if not self.is_single and self._down.round_trip:
            self._up.measured(self._down.round_trip)  # nothing we send there tells it, and it is the same network

    def tend(self, now: float) -> None:
        """Share out and try for more; called every few milliseconds."""
        self._egress.tend(now)

    def measure(self, now: float) -> None:
        """Read what the plane has counted; called twice a second."""
        self.ingress.measure(now)
        self._egress.measure(now)

    def worst_loss(self, now: float) -> float:
        """Return the share of packets lost on the worse of the two directions."""
        return max(self._egress.fraction_lost(), self.ingress.fraction_lost(now))

    def quality(self, now: float) -> Quality:
        """Return how good its connection is."""
        return Quality(
            loss=self.worst_loss(now),
            round_trip=self._down.round_trip,
            jitter=max(self._egress.jitter(), self.ingress.jitter(now)),
            is_short=self._egress.is_short,
        )

    def close(self) -> None:
        """End all streams to and from this client."""
        self.ingress.close()
        self._egress.close()
        self._up.close()
        if not self.is_single:
            self._down.close()

    def _paused(self, downlink: Downlink, is_paused: bool) -> None:
        self._listener.stream_paused(downlink, is_paused=is_paused)
