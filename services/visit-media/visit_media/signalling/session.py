"""One client's conversation with the server, from the join response to the goodbye."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from livekit.protocol import models, rtc
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from visit_media.sfu.plane.forwarding import Forwarding
from visit_media.sfu.plane.uplink import Uplink
from visit_media.sfu.transport.peer import Peer
from visit_media.signalling import metrics, protocol
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.negotiator import Negotiator
from visit_media.signalling.rooms import MOST_PUBLICATIONS, Participant, Publication
from visit_media.signalling.subscriptions import Subscriptions

if TYPE_CHECKING:
    from visit_media.signalling.open_room import OpenRoom

MOST_WAITING: Final = 512
CLOSE_SECONDS: Final = 2.0
Action = rtc.LeaveRequest.Action


class Session:
    """Hears what a client asks, tells it what happens, and owns its media."""

    def __init__(
        self,
        *,
        participant: Participant,
        join: rtc.JoinRequest,
        room: "OpenRoom",
        forwarding: Forwarding,
        connection: ServerConnection,
    ) -> None:
        self.participant = participant
        self.member = forwarding.add(self)
        self.began_at = time.monotonic()
        self.refreshed_at = self.began_at
        self.unplugged_at: float | None = None
        self.left_because: LeaveReason | None = None
        self._room = room
        self._forwarding = forwarding
        self._connection = connection
        self._outbox: asyncio.Queue[rtc.SignalResponse | None] = asyncio.Queue(MOST_WAITING)
        self._speaks_text = False
        self._subscriptions = Subscriptions(
            self.member,
            room.uplink_of,
            wants_all=join.connection_settings.auto_subscribe or not join.HasField("connection_settings"),
        )
        self._negotiator = Negotiator(
            participant=participant,
            member=self.member,
            reach=forwarding.reach(self.member),
            subscriptions=self._subscriptions,
            room=room.state,
            tell=self.tell,
        )
        self._join = join
        self._handlers = self._table()

    async def run(self) -> None:
        """Converse until either side hangs up."""
        writer = asyncio.create_task(self._write())
        try:
            self._welcome()
            async for frame in self._connection:
                self._speaks_text = isinstance(frame, str)
                self._hear(frame)
                if self.left_because is not None:
                    break
        except ConnectionClosed:
            pass  # a line that breaks is how conversations often end
        finally:
            self.unplugged_at = time.monotonic()
            self._queue(None)
            await asyncio.wait([writer], timeout=CLOSE_SECONDS)
            writer.cancel()

    def tell(self, response: rtc.SignalResponse) -> None:
        """Send a message; a client that has stopped reading is let go."""
        if self.unplugged_at is None and not self._queue(response):
            metrics.MESSAGES_DROPPED.inc()
            self.end(LeaveReason.LOST)

    def end(self, reason: LeaveReason, farewell: rtc.SignalResponse | None = None) -> None:
        """Leave the room now, and hang up once the farewell has been read."""
        if self.left_because is not None:
            return
        if farewell is not None:
            self.tell(farewell)
        self.left_because = reason
        self._queue(None)
        self._forwarding.remove(self.member)
        self._room.take_leave(self, reason)

    def connected(self) -> None:
        """The client's media path is up: it becomes visible to the others."""
        self.participant.is_active = True
        self._room.arrive(self)
        self.refresh()

    def data(self, label: str, message: bytes) -> None:
        """The client sent a data packet."""
        self._room.relay(self, label, message)

    @property
    def peer(self) -> Peer:
        """The client's media path."""
        return self.member.peer

    def refresh(self) -> None:
        """Bring what the client is sent up to date with the room."""
        self._negotiator.refresh()

    def uplink_of(self, publication: Publication) -> Uplink | None:
        """Return the media of one of this client's tracks."""
        return self.member.ingress.uplinks.get(publication.mid)

    def _table(self) -> dict[str, Callable[[rtc.SignalRequest], None]]:
        return {
            "offer": lambda request: self._offer(request.offer),
            "add_track": lambda request: self._add_track(request.add_track),
            "mute": lambda request: self._mute(request.mute),
            "subscription": lambda request: self._subscribe(request.subscription),
            "track_setting": lambda request: self._subscriptions.adjust(request.track_setting),
            "update_metadata": lambda request: self._update_metadata(request.update_metadata),
            "leave": lambda _: self.end(LeaveReason.LEFT),
            "ping": lambda request: self.tell(rtc.SignalResponse(pong=request.ping)),
            "ping_req": lambda request: self._pong(request.ping_req),
        }

    def _welcome(self) -> None:
        others = [other.info() for other in self._room.state.others(self.participant)]
        self.tell(protocol.join_response(self._room.state.info(), self.participant.info(), others))
        for request in self._join.add_track_requests:
            self._add_track(request)
        if self._join.HasField("publisher_offer"):
            self._offer(self._join.publisher_offer)

    def _hear(self, frame: bytes | str) -> None:
        try:
            request = protocol.read_signal(frame)
        except protocol.Unreadable:
            metrics.MESSAGES_UNREADABLE.inc()
            self.end(LeaveReason.REFUSED, protocol.leave(models.DisconnectReason.STATE_MISMATCH, Action.DISCONNECT))
            return
        handler = self._handlers.get(protocol.name_of(request))
        if handler is not None:  # what we do not know or need is no reason to hang up
            handler(request)

    def _offer(self, description: rtc.SessionDescription) -> None:
        try:
            has_changed = self._negotiator.answer(description)
        except ValueError:
            metrics.MESSAGES_UNREADABLE.inc()
            self.end(LeaveReason.REFUSED, protocol.leave(models.DisconnectReason.STATE_MISMATCH, Action.DISCONNECT))
            return
        if has_changed:
            self._room.show(self)

    def _add_track(self, request: rtc.AddTrackRequest) -> None:
        reasons = rtc.RequestResponse.Reason
        if not self.participant.grant.can_publish:
            self._refuse(rtc.RequestResponse(reason=reasons.NOT_ALLOWED, add_track=request))
            return
        if len(self.participant.publications) >= MOST_PUBLICATIONS:
            self._refuse(rtc.RequestResponse(reason=reasons.LIMIT_EXCEEDED, add_track=request))
            return
        publication = self.participant.add_publication(request)
        is_matched = self._negotiator.match_publications()
        self.tell(
            rtc.SignalResponse(track_published=rtc.TrackPublishedResponse(cid=request.cid, track=publication.info))
        )
        if is_matched:
            self._room.show(self)

    def _refuse(self, response: rtc.RequestResponse) -> None:
        self.tell(rtc.SignalResponse(request_response=response))

    def _mute(self, request: rtc.MuteTrackRequest) -> None:
        publication = self.participant.publications.get(request.sid)
        if publication is not None and publication.info.muted != request.muted:
            publication.info.muted = request.muted
            self._room.show(self)

    def _subscribe(self, request: rtc.UpdateSubscription) -> None:
        sids = [*request.track_sids, *(sid for tracks in request.participant_tracks for sid in tracks.track_sids)]
        self._subscriptions.choose(sids, is_wanted=request.subscribe)
        self.refresh()

    def _update_metadata(self, request: rtc.UpdateParticipantMetadata) -> None:
        reasons = rtc.RequestResponse.Reason
        if not self.participant.grant.can_update_own_metadata:
            reason = reasons.NOT_ALLOWED
        elif not self.participant.update(request):
            reason = reasons.LIMIT_EXCEEDED
        else:
            reason = reasons.OK
            self._room.show(self)
            self.tell(protocol.update(self.participant.info()))
        self._refuse(rtc.RequestResponse(request_id=request.request_id, reason=reason))

    def _pong(self, ping: rtc.Ping) -> None:
        now = int(time.time() * 1000)
        self.tell(rtc.SignalResponse(pong=now))
        self.tell(rtc.SignalResponse(pong_resp=rtc.Pong(last_ping_timestamp=ping.timestamp, timestamp=now)))

    def _queue(self, response: rtc.SignalResponse | None) -> bool:
        try:
            self._outbox.put_nowait(response)
        except asyncio.QueueFull:
            return False
        return True

    async def _write(self) -> None:
        try:
            while (response := await self._outbox.get()) is not None:
                await self._connection.send(protocol.write_signal(response, as_text=self._speaks_text))
            await self._connection.close()
        except ConnectionClosed:
            pass  # the reader notices too and ends the session
