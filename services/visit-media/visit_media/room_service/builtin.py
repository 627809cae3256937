"""Our own media server as the engine: it is in this process, and does at once what it is told."""

from uuid import UUID

from livekit.protocol import models

from visit_media.adapters.engine import Someone
from visit_media.signalling.authority import Authority
from visit_media.signalling.server import MediaServer


class Builtin:
    """Never unavailable."""

    def __init__(self, server: MediaServer) -> None:
        self._server = server

    async def close_room(self, visit_id: UUID, reason: str) -> None:
        """End the visit for everybody, and for whoever still holds a token."""
        self._server.close_room(visit_id, reason)

    async def remove_person(self, person_id: UUID, visit_id: UUID | None = None) -> None:
        """Send a person out of one visit, or of all."""
        self._server.remove_person(person_id, visit_id)

    async def end_sign_in(self, session_id: UUID) -> None:
        """Send out whoever came by this sign-in, also those who are at the door."""
        self._server.end_sign_in(session_id)

    async def mute(self, visit_id: UUID, person_id: UUID) -> None:
        """Turn somebody's microphones off."""
        room = self._server.rooms.get(visit_id)
        session = None if room is None else room.sessions.get(str(person_id))
        if room is None or session is None:
            return
        for publication in session.participant.publications.values():
            if publication.info.source == models.TrackSource.MICROPHONE and not publication.info.muted:
                Authority(room).mute(session, publication, is_muted=True)

    async def everyone(self) -> list[Someone]:
        """Return whoever is in a room now."""
        sessions = (session for room in self._server.rooms.values() for session in room.sessions.values())
        people = (session.participant for session in sessions)
        return [
            Someone(
                visit_id=each.grant.visit_id,
                person_id=each.grant.person_id,
                connection_id=each.sid,
                visit_version=each.grant.visit_version,
                is_staff=each.grant.is_staff,
                session_id=each.grant.session_id,
            )
            for each in people
        ]
