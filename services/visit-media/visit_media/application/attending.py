"""What visit-media can be told: who waits, who came, who went, one transaction each."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.store import EventLog, retrying
from visit_media.domain.attendance import Attendance, Departure, Quality, Reason
from visit_media.domain.waiting_room import End, WaitingRoom

PAGE = 500


class VisitMedia(EventLog):
    @retrying
    def join(
        self, *, visit_id: UUID, person_id: UUID, connection_id: str, now: datetime, session_id: UUID | None = None
    ) -> int:
        """Somebody is in the room, and so waits no longer for it."""
        attendance = self.find(Attendance, visit_id) or Attendance(id=visit_id, timestamp=now)
        attendance.join(person_id, connection_id, session_id, now)
        waiting_room = self.find(WaitingRoom, WaitingRoom.id_of(visit_id))
        if waiting_room is None:
            return self.record(attendance)
        waiting_room.stop({person_id: "joined"}, now)
        return self.record(attendance, waiting_room)

    @retrying
    def leave(
        self,
        *,
        visit_id: UUID,
        connection_id: str,
        reason: Reason,
        now: datetime,
        departure: Departure | None = None,
        quality: Quality | None = None,
    ) -> int:
        attendance = self.find(Attendance, visit_id)
        if attendance is None:
            return self.head
        attendance.leave(connection_id, reason, now, departure=departure, quality=quality)
        return self.record(attendance)

    @retrying
    def begin_waiting(self, *, visit_id: UUID, person_id: UUID, session_id: UUID, now: datetime) -> None:
        """One who waits already goes on doing so."""
        room_id = WaitingRoom.id_of(visit_id)
        waiting_room = self.find(WaitingRoom, room_id) or WaitingRoom(id=room_id, visit_id=visit_id, timestamp=now)
        waiting_room.begin(person_id, session_id, now)
        self.record(waiting_room)

    @retrying
    def stop_waiting(self, *, visit_id: UUID, reasons: Mapping[UUID, End], now: datetime) -> None:
        waiting_room = self.find(WaitingRoom, WaitingRoom.id_of(visit_id)) if reasons else None
        if waiting_room is not None:
            waiting_room.stop(reasons, now)
            self.record(waiting_room)

    def waiting(self, visit_id: UUID) -> list[UUID]:
        """Who waits for this visit, in the order of coming."""
        waiting_room = self.find(WaitingRoom, WaitingRoom.id_of(visit_id))
        return [] if waiting_room is None else list(waiting_room.waiting)

    def close_left_open(
        self, *, known_open: Iterable[UUID], known_at: int, now: datetime, but: Container[str] = ()
    ) -> int:
        """Close what a media server that died left open, and say in how many visits.

        `known_open` are the visits that had somebody in them at log position `known_at`; the log tells the rest.
        The connections named in `but` are still there.
        """
        visit_ids = dict.fromkeys(known_open) | dict.fromkeys(self._joined_after(known_at))
        return sum(self._close_all(visit_id, now, but) for visit_id in visit_ids)

    def history(self, visit_id: UUID, at: datetime | None) -> tuple[list[UUID], list[UUID], list[Any]]:
        """Who was present at a moment, who waited, and the comings and goings that led to it."""
        attendance, movements = self._past(visit_id, at)
        waiting_room, waits = self._past(WaitingRoom.id_of(visit_id), at)
        return (
            [] if attendance is None else attendance.present,
            [] if waiting_room is None else list(waiting_room.waiting),
            sorted([*movements, *waits], key=lambda event: event.timestamp),
        )

    def _past(self, aggregate_id: UUID, at: datetime | None) -> tuple[Any, list[Any]]:
        """The aggregate as it was, and what happened to it since it was created."""
        events: list[Any] = list(self.events.get(aggregate_id))
        past = events if at is None else [event for event in events if event.timestamp <= at]
        if not past:
            return None, []
        version = past[-1].originator_version
        return self.repository.get(aggregate_id, version=version), events[1:version]

    @retrying
    def _close_all(self, visit_id: UUID, now: datetime, but: Container[str]) -> bool:
        attendance = self.find(Attendance, visit_id)
        if attendance is None or not attendance.present:
            return False
        before = attendance.version
        attendance.close_all("server_stopped", now, but=but)
        self.record(attendance)
        return attendance.version > before

    def _joined_after(self, position: int) -> Iterable[UUID]:
        while notifications := self.recorder.select_notifications(position, PAGE, inclusive_of_start=False):
            for notification in notifications:
                yield UUID(str(notification.originator_id))
            position = notifications[-1].id
