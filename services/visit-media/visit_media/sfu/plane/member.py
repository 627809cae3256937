"""Everything the media server does for one client: what it publishes, what it is sent, and its data."""

import time
from collections.abc import Callable
from typing import Final, Protocol

from visit_media.sfu import metrics
from visit_media.sfu.negotiation.terms import Codec, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane.downlink import Downlink
from visit_media.sfu.plane.ingress import Ingress
from visit_media.sfu.plane.uplink import Uplink
from visit_media.sfu.transport.dtls import Fingerprint, Identity
from visit_media.sfu.plane.peer import Peer, Socket

UNMEASURED_ROUND_TRIP_SECONDS: Final = 0.05


class MemberListener(Protocol):
    """Whoever decides what the clients may do."""

    def connected(self) -> None:
        """The client's media path is up."""
        ...

    def data(self, label: str, message: bytes) -> None:
        """The client sent a message on a data channel."""
        ...


class Member:
    """One client of the media server."""

    def __init__(self, identity: Identity, socket: Socket, listener: MemberListener) -> None:
        self.peer = Peer(identity, socket, self)
        self.ingress = Ingress(self.peer)
        self.data: Callable[[str, bytes], None] = listener.data
        self._listener = listener
        self._downlinks: dict[int, Downlink] = {}

    def agree(
        self, fingerprints: tuple[Fingerprint, ...], sctp_port: int | None, receptions: tuple[Reception, ...]
    ) -> None:
        """Put into force what an answer says."""
        self.peer.expect(fingerprints, sctp_port)
        self.ingress.agree(receptions)

    def subscribe(self, uplink: Uplink, codec: Codec) -> Downlink:
        """Send a track to this client, in the client's own numbering."""
        downlink = Downlink(uplink, self.peer, codec)
        self._downlinks[downlink.ssrc] = downlink
        return downlink

    def start(self, downlink: Downlink) -> None:
        """Begin to send; called when the client has been told what will come."""
        downlink.choose(time.monotonic())

    def unsubscribe(self, downlink: Downlink) -> None:
        """Stop sending a track."""
        self._downlinks.pop(downlink.ssrc, None)
        downlink.close()

    def connected(self) -> None:
        """Start everything that waited for the keys."""
        now = time.monotonic()
        for downlink in self._downlinks.values():
            downlink.choose(now)
        self._listener.connected()

    def media(self, packet: bytes, arrived_at: float) -> None:
        """Forward a media packet."""
        try:
            self.ingress.receive(packet, arrived_at)
        except ValueError:
            metrics.tally.packets_malformed += 1

    def control(self, packet: bytes, arrived_at: float) -> None:
        """Act on what the client reports and asks for."""
        try:
            said = rtcp.read(packet)
        except ValueError:
            metrics.tally.packets_malformed += 1
            return
        for item in said:
            if isinstance(item, rtcp.SenderReport):
                self.ingress.hear(item, arrived_at)
                continue
            downlink = None if isinstance(item, rtcp.Bye) else self._downlinks.get(item.ssrc)
            if downlink is None:
                continue
            if isinstance(item, rtcp.Nack):
                downlink.resend(item.sequences, arrived_at)
            elif isinstance(item, rtcp.KeyFrameRequest):
                downlink.want_key_frame()
            elif isinstance(item, rtcp.ReportBlock):
                downlink.heard(item, arrived_at)

    def ask(self, now: float) -> None:
        """Ask the client for what is missing, no sooner than an answer can have come."""
        measured = [downlink.round_trip for downlink in self._downlinks.values() if downlink.round_trip]
        self.ingress.ask(now, min(measured, default=UNMEASURED_ROUND_TRIP_SECONDS))

    def choose_layers(self, now: float) -> None:
        """Look again at which layers are alive."""
        for downlink in self._downlinks.values():
            downlink.choose(now)

    def worst_loss(self, now: float) -> float:
        """Return the share of packets lost on the worse of the two directions."""
        down = max((downlink.fraction_lost for downlink in self._downlinks.values()), default=0.0)
        return max(down, self.ingress.fraction_lost(now))

    def close(self) -> None:
        """End all streams to and from this client."""
        self.ingress.close()
        for downlink in list(self._downlinks.values()):
            self.unsubscribe(downlink)
        self.peer.close()
