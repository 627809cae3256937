"""One participant's stay, from the welcome to the goodbye; the line it speaks on may break and be replaced."""

import time
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from livekit.protocol import rtc

from visit_media.sfu.members.downlink import Downlink
from visit_media.sfu.members.forwarding import Forwarding
from visit_media.sfu.members.uplink import Uplink
from visit_media.sfu.transport.peer import Peer
from visit_media.signalling import departures, protocol
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.connections import Connections, Terms
from visit_media.signalling.data import Outlet, Sender
from visit_media.signalling.departures import Departure
from visit_media.signalling.joining import Join
from visit_media.signalling.line import Line
from visit_media.signalling.one_connection import OneConnection
from visit_media.signalling.published import Published
from visit_media.signalling.requests import Requests
from visit_media.signalling.rooms import Participant, Publication
from visit_media.signalling.stay import Stay
from visit_media.signalling.subscriptions import Subscriptions
from visit_media.signalling.two_connections import TwoConnections

if TYPE_CHECKING:
    from visit_media.signalling.open_room import OpenRoom

MOST_UNPUBLISHED_REMEMBERED: Final = 64


class Session:
    """Owns a participant's media and says what it must know; what it asks for is in Requests."""

    def __init__(self, *, participant: Participant, join: Join, room: "OpenRoom", forwarding: Forwarding) -> None:
        self.participant = participant
        self.is_single = join.is_single
        self.member = forwarding.add(self, is_single=join.is_single, group=room.group, allows_pause=join.allows_pause)
        self.began_at = time.monotonic()
        self.refreshed_at = self.began_at
        self.unplugged_at: float | None = None
        self.left_because: LeaveReason | None = None
        self.line: Line | None = None
        self.resumed_at = self.began_at
        self.unpublished: deque[str] = deque(maxlen=MOST_UNPUBLISHED_REMEMBERED)
        self.paused: set[str] = set()
        self.published = Published(participant)
        self.sender = Sender(participant.sid, participant.identity)
        self.outlet = Outlet(lambda label, message: self.member.subscriber.send_data(label, message))
        self.subscriptions = Subscriptions(
            self.member,
            uplink_of=room.uplink_of,
            began=self._receives,
            tell=self.tell,
            wants_all=join.wants_all,
        )
        self.stay = Stay()
        self._room = room
        self._forwarding = forwarding
        form = OneConnection if join.is_single else TwoConnections
        self.connections: Connections = form(
            Terms(
                forwarding=forwarding,
                member=self.member,
                published=self.published,
                subscriptions=self.subscriptions,
                offered=lambda: room.state.offered_to(participant),
                tell=self.tell,
            )
        )
        self._requests = Requests(self, room)

    @property
    def paths(self) -> tuple[Peer, ...]:
        """Its media paths, the one first that counts as being connected."""
        return (self.member.subscriber,) if self.is_single else (self.member.subscriber, self.member.publisher)

    def welcome(self, line: Line, join: Join, ice_servers: Sequence[rtc.ICEServer]) -> None:
        """Say who is here, and take what was asked for with the knock at the door."""
        self.line = line
        state = self._room.state
        others = [other.info() for other in state.others(self.participant)]
        self.tell(
            protocol.join_response(
                state.info(), self.participant.info(), others, is_single=self.is_single, ice_servers=ice_servers
            )
        )
        self._requests.join(join)
        self.connections.begin(time.monotonic())

    def resume(self, line: Line, join: Join, ice_servers: Sequence[rtc.ICEServer]) -> None:
        """Go on with another line: say again all that may have been lost with the old one."""
        if self.line is not None:
            self.line.hang_up()
        self.line, self.unplugged_at = line, None
        self.tell(protocol.reconnect_response(ice_servers, self.sender.last_sequence))
        self._room.retell(self)
        self.stay.resumes += 1
        self.resumed_at = now = time.monotonic()
        self.connections.resume(now)
        self._requests.join(join)
        self.connections.refresh(now)

    def hear(self, request: rtc.SignalRequest) -> None:
        """Do what the client asks for."""
        self._requests.take(request)

    def unplug(self, line: Line) -> None:
        """The line is gone; unless another has taken its place, the client has a few seconds to come back."""
        if self.line is line:
            self.line = None
            self.unplugged_at = time.monotonic()

    def tell(self, response: rtc.SignalResponse) -> None:
        """Send a message; a client that has stopped reading is cut off, and may resume."""
        if self.line is not None and not self.line.tell(response):
            line = self.line
            self.unplug(line)
            line.hang_up()

    def end(self, departure: Departure) -> None:
        """Leave the room now, and hang up once the farewell has been read."""
        if self.left_because is not None:
            return
        if departure is not departures.LEFT:
            self.tell(departure.farewell())
        self.left_because = departure.because
        if self.line is not None:
            self.line.hang_up()
        self._forwarding.remove(self.member)
        self._room.take_leave(self, departure)

    def refresh(self) -> None:
        """Bring what the client is sent up to date with the room."""
        if self.left_because is None:
            self.connections.refresh(time.monotonic())

    def uplink_of(self, publication: Publication) -> Uplink | None:
        """Return the media of one of this client's tracks."""
        return self.member.ingress.uplinks.get(publication.mid)

    def unpublish(self, publication: Publication) -> None:
        """Take a track away, and tell its publisher; `show` tells the others."""
        if self.participant.publications.pop(publication.sid, None) is not None:
            self.unpublished.append(publication.sid)
            self.tell(protocol.track_unpublished(publication.sid))
            self._room.watcher.unpublished(self, publication)

    def connected(self) -> None:
        """The client's media path is up: it becomes visible to the others."""
        self.participant.is_active = True
        self.stay.begin(time.monotonic())
        self._room.arrive(self)
        self.refresh()

    def data(self, label: str, message: bytes) -> None:
        """The client sent a data packet."""
        self._room.relay(self, label, message)

    def stream_paused(self, downlink: Downlink, *, is_paused: bool) -> None:
        """A track is not sent for a while because the client's network does not carry it, or is sent again."""
        publication = self.subscriptions.publication_of(downlink)
        if publication is not None:
            (self.paused.add if is_paused else self.paused.discard)(publication.sid)
            self.tell(protocol.stream_state(publication.publisher.sid, publication.sid, is_paused=is_paused))

    def failed(self) -> None:
        """A media path broke for good; the clock of the server ends the stay."""

    def _receives(self, publication: Publication) -> None:
        self.paused.discard(publication.sid)
        self._room.receives(publication)
