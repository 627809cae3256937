"""The media server as the rest of the service commands it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from livekit.protocol import rtc

from visit_media.sfu.members.forwarding import Forwarding
from visit_media.signalling import departures, metrics
from visit_media.signalling.admission import Attendance, LeaveReason
from visit_media.signalling.joining import Join
from visit_media.signalling.lifeline import why_over
from visit_media.signalling.limits import Remembered
from visit_media.signalling.line import Line, WebSocket
from visit_media.signalling.open_room import OpenRoom, RoomWatcher
from visit_media.signalling.presence import Presence
from visit_media.signalling.protocol import Unreadable
from visit_media.signalling.revocations import Revocations
from visit_media.signalling.rooms import Participant, Publication, Room, new_sid
from visit_media.signalling.session import Session
from visit_media.signalling.tokens import Grant, TokenKey

TICK_SECONDS: Final = 0.4
TICKS_PER_QUALITY: Final = 12
TICKS_PER_SAMPLE: Final = 5
REFRESH_SECONDS: Final = 300.0


def no_relay(_: str) -> Sequence[rtc.ICEServer]:
    """Clients reach us directly."""
    return ()


class MediaServer:
    """All open rooms; loses everything when the process ends, and clients then simply join anew."""

    def __init__(
        self,
        *,
        forwarding: Forwarding,
        key: TokenKey,
        attendance: Attendance,
        ice_servers: Callable[[str], Sequence[rtc.ICEServer]] = no_relay,
    ) -> None:
        self.rooms: dict[UUID, OpenRoom] = {}
        self.watchers: list[RoomWatcher] = []
        self.revocations = Revocations()
        self._forwarding = forwarding
        self._key = key
        self._ice_servers = ice_servers
        self._presence = Presence(attendance)
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
        loop = asyncio.get_running_loop()
        metrics.TASKS.set_function(lambda: len(asyncio.all_tasks(loop)))
        self._tick()

    async def close(self) -> None:
        """Send everybody away, to come back when a server is there again."""
        for session in list(self._sessions):
            session.end(departures.SHUTDOWN)
        for room in list(self.rooms.values()):
            self.empty_room(room)
        if self._timer is not None:
            self._timer.cancel()
        await self._presence.close()
        self._forwarding.close()

    def close_room(self, visit_id: UUID, reason: str) -> None:
        """End a visit for everybody in it, at once, and for whoever still holds a token."""
        self._closed.add(visit_id)
        metrics.ROOMS_CLOSED.labels(reason if reason in metrics.CLOSE_REASONS else "other").inc()
        room = self.rooms.get(visit_id)
        if room is not None:
            self.empty_room(room)

    def open_room(self, visit_id: UUID) -> OpenRoom:
        """Return the room of this visit, a new one unless it is open already."""
        room = self.rooms.get(visit_id)
        if room is None:
            room = self.rooms[visit_id] = OpenRoom(Room(visit_id, time.time()), self)
            metrics.ROOMS.set(len(self.rooms))
            for watcher in self.watchers:
                watcher.opened(room)
        return room

    def empty_room(self, room: OpenRoom) -> None:
        """Send everybody out of a room and close it; who holds a new token may open it anew."""
        for session in list(room.sessions.values()):
            session.end(departures.ENDED)
        room.state.empty_seconds = room.state.departure_seconds = 0
        self._tidy(room)

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
        room = self.rooms.get(grant.visit_id)
        return room is None or not room.state.is_full or room.state.holds(str(grant.person_id))

    async def converse(self, socket: WebSocket, grant: Grant, join: Join) -> None:
        """Serve one client that was let in, until it hangs up."""
        line = Line(socket)
        line.open()
        session = self._let_in(line, grant, join)
        if session is None:
            await line.close()
            return
        try:
            async for request in line.heard():
                if session.line is not line or session.left_because is not None:
                    break
                session.hear(request)
        except Unreadable:
            metrics.MESSAGES_UNREADABLE.inc()
            session.end(departures.REFUSED)
        finally:
            session.unplug(line)
            await line.close()

    def refresh_token(self, session: Session) -> None:
        """Give a client a token by which it can come back later, with the rights it has now."""
        session.refreshed_at = time.monotonic()
        participant = session.participant
        said = {"name": participant.name, "metadata": participant.metadata, "attributes": participant.attributes}
        renewed = self._key.renew(
            participant.grant, datetime.now(UTC), {word: text for word, text in said.items() if text}
        )
        session.tell(rtc.SignalResponse(refresh_token=renewed))

    def arrived(self, session: Session) -> None:
        """Write down who came."""
        self._presence.came(session.participant)
        for watcher in self.watchers:
            watcher.arrived(session)

    def left(self, session: Session, reason: LeaveReason) -> None:
        """Write down who went, and forget the room once it is empty."""
        self._sessions.discard(session)
        self._presence.went(session.participant, reason, session.stay.summary(time.monotonic()))
        metrics.LEAVES.labels(reason.value).inc()
        for watcher in self.watchers:
            watcher.left(session, reason)
        room = self.rooms.get(session.participant.grant.visit_id)
        if room is not None and not room.is_changing_places:
            self._tidy(room)

    def published(self, session: Session, publication: Publication) -> None:
        """Pass it on."""
        for watcher in self.watchers:
            watcher.published(session, publication)

    def unpublished(self, session: Session, publication: Publication) -> None:
        """Pass it on."""
        for watcher in self.watchers:
            watcher.unpublished(session, publication)

    def _let_in(self, line: Line, grant: Grant, join: Join) -> Session | None:
        refused = None
        if self.is_closed(grant.visit_id):  # it ended between the door and here
            refused = departures.ENDED
        elif self.is_signed_out(grant) or self.revocations.cover(grant):  # so did the sign-in, or it was sent out
            refused = departures.REMOVED
        elif not self.has_room_for(grant):  # others were faster
            refused = departures.NEVER_CAME
        if refused is None:
            session = self._resume(line, grant, join) if join.is_resuming else self._admit(line, grant, join)
            if session is not None:
                return session
            refused = departures.MISMATCHED
        line.tell(refused.farewell())
        return None

    def _admit(self, line: Line, grant: Grant, join: Join) -> Session:
        room = self.open_room(grant.visit_id)
        participant = Participant(
            sid=new_sid("PA_"),
            grant=grant,
            joined_at=time.time(),
            metadata=grant.metadata,
            name=grant.name,
            attributes=dict(grant.attributes),
            client_protocol=join.client_protocol,
        )
        session = Session(participant=participant, join=join, room=room, forwarding=self._forwarding)
        room.take_in(session)
        self._sessions.add(session)
        session.welcome(line, join, self._ice_servers(participant.sid))
        return session

    def _resume(self, line: Line, grant: Grant, join: Join) -> Session | None:
        """Only the very same stay goes on, in the same form; all else begins anew."""
        room = self.rooms.get(grant.visit_id)
        session = room.sessions.get(str(grant.person_id)) if room is not None else None
        if (
            session is None
            or session.participant.sid != join.participant_sid
            or session.is_single is not join.is_single
            or session.participant.grant.session_id != grant.session_id
        ):
            metrics.RESUMES.labels("unknown").inc()
            return None
        metrics.RESUMES.labels("resumed").inc()
        session.resume(line, join, self._ice_servers(session.participant.sid))
        self.refresh_token(session)
        return session

    def _remove(self, has_to_go: Callable[[Grant], bool]) -> None:
        for session in list(self._sessions):
            if has_to_go(session.participant.grant):
                session.end(departures.REMOVED)

    def _tidy(self, room: OpenRoom) -> None:
        visit_id = room.state.visit_id
        if self.rooms.get(visit_id) is room and room.state.is_over(time.time()):
            del self.rooms[visit_id]
            metrics.ROOMS.set(len(self.rooms))
            for watcher in self.watchers:
                watcher.closed(room)

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)
        self._ticks += 1
        now = time.monotonic()
        passed, self._ticked_at = now - self._ticked_at, now
        for session in list(self._sessions):
            departure = why_over(session, now)
            if departure is not None:
                session.end(departure)
            elif now - session.refreshed_at > REFRESH_SECONDS:
                self.refresh_token(session)
            session.stay.pass_time(passed, is_paused=bool(session.paused))
            if self._ticks % TICKS_PER_SAMPLE == 0 and session.participant.is_active:
                session.stay.sample(session.member.quality(now))
        for room in list(self.rooms.values()):
            self._tidy(room)
            room.tell_speakers(passed)
            room.tell_interest(now)
            if self._ticks % TICKS_PER_QUALITY == 0:
                room.tell_quality()
