"""Which of visit-media's stored events the world hears, and how they read there."""

from functools import singledispatch
from typing import Any

from contracts.message import Published
from contracts.visit_media.events import (
    ParticipantJoined,
    ParticipantLeft,
    ParticipantStoppedWaiting,
    ParticipantWaiting,
)
from visit_media.domain.attendance import Attendance
from visit_media.domain.waiting_room import WaitingRoom


@singledispatch
def published(_: Any) -> Published | None:
    return None


@published.register
def _(joined: Attendance.Joined) -> Published:
    return ParticipantJoined.of(
        visit_id=joined.originator_id,
        person_id=joined.person_id,
        connection_id=joined.connection_id,
        session_id=joined.session_id,
        joined_at=joined.timestamp,
    )


@published.register
def _(left: Attendance.Left) -> Published:
    return ParticipantLeft.of(
        visit_id=left.originator_id,
        person_id=left.person_id,
        connection_id=left.connection_id,
        session_id=left.session_id,
        reason=left.reason,
        departure=left.departure,
        quality=left.quality,
        left_at=left.timestamp,
    )


@published.register
def _(began: WaitingRoom.BeganWaiting) -> Published:
    return ParticipantWaiting.of(visit_id=began.visit_id, person_id=began.person_id, began_at=began.timestamp)


@published.register
def _(stopped: WaitingRoom.StoppedWaiting) -> Published:
    return ParticipantStoppedWaiting.of(
        visit_id=stopped.visit_id, person_id=stopped.person_id, reason=stopped.reason, ended_at=stopped.timestamp
    )
