"""The media server as the rest of the service commands it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Protocol
from uuid import UUID

from livekit.protocol import models, rtc
from websockets.asyncio.server import ServerConnection

from visit_media.sfu.plane.forwarding import Forwarding
from visit_media.sfu.transport.peer import Peer
from visit_media.signalling import metrics, protocol
from visit_media.signalling.admission import Attendance, LeaveReason
from visit_media.signalling.open_room import OpenRoom
from visit_media.signalling.presence import Presence
from visit_media.signalling.rooms import Participant, Room, new_sid
from visit_media.signalling.session import Session
from visit_media.signalling.tokens import Grant, TokenKey

TICK_SECONDS: Final = 0.4
TICKS_PER_QUALITY: Final = 12
SILENCE_SECONDS: Final = 15.0
CONNECT_SECONDS: Final = 30.0
KEPT_UNPLUGGED_SECONDS: Final = 5.0
REFRESH_SECONDS: Final = 300.0
MOST_REMEMBERED: Final = 10_000
Action = rtc.LeaveRequest.Action
Reason = models.DisconnectReason


class MediaServer:
    """All open rooms; loses everything when the process ends, and clients then simply join anew."""

    def __init__(self, *, forwarding: Forwarding, key: TokenKey, attendance: Attendance) -> None:
        self._forwarding = forwarding
        self._key = key
        self._presence = Presence(attendance)
        self._rooms: dict[UUID, OpenRoom] = {}
        self._sessions: set[Session] = set()
        self._closed = Remembered()
        self._signed_out = Remembered()
        self._ticks = 0
        self._timer: asyncio.TimerHandle | None = None
        self._ticked_at = time.monotonic()

    def open(self) -> None:
        """Begin to forward and to keep time."""
        self._forwarding.open()
        self._presence.open()
        self._tick()

    async def close(self) -> None:
        """Send everybody away, to come back when a server is there again."""
        for session in list(self._sessions):
            session.end(LeaveReason.SHUTDOWN, protocol.leave(Reason.SERVER_SHUTDOWN, Action.RECONNECT))
        if self._timer is not None:
            self._timer.cancel()
        await self._presence.close()
        self._forwarding.close()

    def close_room(self, visit_id: UUID, reason: str) -> None:
        """End a visit for everybody in it, at once, and for whoever still holds a token."""
        self._closed.add(visit_id)
        metrics.ROOMS_CLOSED.labels(reason if reason in metrics.CLOSE_REASONS else "other").inc()
        room = self._rooms.get(visit_id)
        for session in list(room.sessions.values()) if room is not None else []:
            session.end(LeaveReason.ENDED, protocol.leave(Reason.ROOM_DELETED, Action.DISCONNECT))

    def remove_person(self, person_id: UUID, visit_id: UUID | None = None) -> None:
        """Send a person out of one visit, or of all."""
        self._remove(lambda grant: grant.person_id == person_id and visit_id in (None, grant.visit_id))

    def end_sign_in(self, session_id: UUID) -> None:
        """Send out whoever came by this sign-in; the same person's other sign-ins go on."""
        self._signed_out.add(session_id)
        self._remove(lambda grant: grant.session_id == session_id)

    def is_closed(self, visit_id: UUID) -> bool:
        """Whether this visit has ended for good."""
        return visit_id in self._closed

    def is_signed_out(self, grant: Grant) -> bool:
        """Whether the sign-in by which this token was given ended while this server ran."""
        return grant.session_id in self._signed_out

    def everyone(self) -> list[Grant]:
        """Whoever is in a room now, by what they were let in with."""
        return [session.participant.grant for session in self._sessions]

    def has_room_for(self, grant: Grant) -> bool:
        """Whether this person fits in; whoever is in already only changes places."""
        room = self._rooms.get(grant.visit_id)
        return room is None or not room.state.is_full or room.state.holds(str(grant.person_id))

    async def converse(self, connection: ServerConnection, grant: Grant, join: rtc.JoinRequest) -> None:
        """Serve one client that was let in, until it hangs up."""
        farewell = None
        if self.is_closed(grant.visit_id):  # it ended between the door and here
            farewell = protocol.leave(Reason.ROOM_DELETED, Action.DISCONNECT)
        elif self.is_signed_out(grant):  # so did the sign-in
            farewell = protocol.leave(Reason.PARTICIPANT_REMOVED, Action.DISCONNECT)
        elif join.reconnect:  # nothing is kept for resuming: a new connection takes a second and is always right
            farewell = protocol.leave(Reason.STATE_MISMATCH, Action.RECONNECT)
        if farewell is not None:
            await connection.send(protocol.write_signal(farewell, as_text=False))
            return
        room = self._room(grant.visit_id)
        participant = Participant(
            sid=new_sid("PA_"),
            grant=grant,
            joined_at=time.time(),
            metadata=grant.metadata,
            name=grant.name,
            attributes=dict(grant.attributes),
            client_protocol=join.client_info.client_protocol,
        )
        session = Session(
            participant=participant, join=join, room=room, forwarding=self._forwarding, connection=connection
        )
        room.take_in(session)
        # Taking in may have sent an older connection away, and with it the room: put it back.
        self._rooms[grant.visit_id] = room
        self._sessions.add(session)
        metrics.ROOMS.set(len(self._rooms))
        await session.run()

    def _remove(self, has_to_go: Callable[[Grant], bool]) -> None:
        for session in list(self._sessions):
            if has_to_go(session.participant.grant):
                session.end(LeaveReason.REMOVED, protocol.leave(Reason.PARTICIPANT_REMOVED, Action.DISCONNECT))

    def _room(self, visit_id: UUID) -> OpenRoom:
        room = self._rooms.get(visit_id)
        if room is None:
            room = OpenRoom(Room(visit_id, time.time()), arrived=self._arrived, left=self._left)
        return room

    def _arrived(self, session: Session) -> None:
        self._presence.came(session.participant)

    def _left(self, session: Session, reason: LeaveReason) -> None:
        self._sessions.discard(session)
        self._presence.went(session.participant, reason)
        metrics.LEAVES.labels(reason.value).inc()
        visit_id = session.participant.grant.visit_id
        room = self._rooms.get(visit_id)
        if room is not None and not room.sessions:
            del self._rooms[visit_id]
        metrics.ROOMS.set(len(self._rooms))

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)
        self._ticks += 1
        now = time.monotonic()
        passed, self._ticked_at = now - self._ticked_at, now
        for session in list(self._sessions):
            self._look_after(session, now)
        for room in list(self._rooms.values()):
            room.tell_speakers(passed)
            if self._ticks % TICKS_PER_QUALITY == 0:
                room.tell_quality()

    def _look_after(self, session: Session, now: float) -> None:
        why = why_over(session, now)
        if why is LeaveReason.LOST:
            session.end(why, protocol.leave(Reason.CONNECTION_TIMEOUT, Action.RECONNECT))
        elif now - session.refreshed_at > REFRESH_SECONDS:
            session.refreshed_at = now
            renewed = self._key.renew(session.participant.grant, datetime.now(UTC))
            session.tell(rtc.SignalResponse(refresh_token=renewed))


class Remembered:
    """The last so many ids."""

    def __init__(self) -> None:
        self._ids: OrderedDict[UUID | None, None] = OrderedDict()

    def add(self, one: UUID) -> None:
        self._ids[one] = None
        self._ids.move_to_end(one)
        if len(self._ids) > MOST_REMEMBERED:
            self._ids.popitem(last=False)

    def __contains__(self, one: UUID | None) -> bool:
        return one in self._ids


class Lifeline(Protocol):
    """What shows that a client is still there."""

    @property
    def peer(self) -> Peer:
        """Its media path."""
        ...

    @property
    def began_at(self) -> float:
        """When it came."""
        ...

    @property
    def unplugged_at(self) -> float | None:
        """When its WebSocket broke."""
        ...


def why_over(client: Lifeline, now: float) -> LeaveReason | None:
    """Return why a client counts as lost, or None while it is there."""
    peer = client.peer
    is_unplugged = client.unplugged_at is not None and now - client.unplugged_at > KEPT_UNPLUGGED_SECONDS
    is_silent = peer.is_connected and now - peer.heard_at > SILENCE_SECONDS
    never_came = not peer.is_connected and now - client.began_at > CONNECT_SECONDS
    return LeaveReason.LOST if is_unplugged or is_silent or never_came or peer.has_failed else None
