"""The rooms as operators may see them: ids and numbers, no names and no addresses."""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from visit_media.sfu.members.description import describe
from visit_media.signalling.open_room import OpenRoom
from visit_media.signalling.server import MediaServer
from visit_media.signalling.session import Session

ROOMS: Final = "/rooms"


def rooms_view(server: MediaServer) -> Callable[[str], Any]:
    """Return what answers `/rooms` with all rooms, `/rooms/<visit id>` with one, and any other path with None."""

    def answer(path: str) -> Any:
        if path == ROOMS:
            return {"rooms": [_summary(room) for room in server.rooms.values()]}
        if not path.startswith(f"{ROOMS}/"):
            return None
        try:
            room = server.rooms.get(UUID(path.removeprefix(f"{ROOMS}/")))
        except ValueError:
            return None
        return None if room is None else _room(room)

    return answer


def _summary(room: OpenRoom) -> dict[str, Any]:
    info = room.state.info()
    return {
        "visit_id": str(room.state.visit_id),
        "sid": room.state.sid,
        "opened_at": info.creation_time,
        "participants": len(room.sessions),
        "connected": sum(session.participant.is_active for session in room.sessions.values()),
        "publishers": info.num_publishers,
    }


def _room(room: OpenRoom) -> dict[str, Any]:
    now = time.monotonic()
    people = [_participant(session, now) for session in room.sessions.values()]
    return _summary(room) | {"participants": people}


def _participant(session: Session, now: float) -> dict[str, Any]:
    participant = session.participant
    return {
        "person_id": participant.identity,
        "sid": participant.sid,
        "is_connected": participant.is_active,
        "is_heard": session.line is not None,
        "stay": asdict(session.stay.summary(now)),
        "tracks": [
            {
                "sid": publication.sid,
                "mid": publication.mid,
                "is_muted": publication.info.muted,
                "is_received": publication.is_received,
            }
            for publication in participant.publications.values()
        ],
        "receives": session.subscriptions.track_of_section(),
    } | describe(session.member, now)
