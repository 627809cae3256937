"""What visit-media can be told: who came, who went, one transaction each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.store import EventLog, retrying
from visit_media.domain.attendance import Attendance, Reason

PAGE = 500


class VisitMedia(EventLog):
    @retrying
    def join(
        self, *, visit_id: UUID, person_id: UUID, connection_id: str, now: datetime, session_id: UUID | None = None
    ) -> int:
        attendance = self.find(Attendance, visit_id) or Attendance(id=visit_id, timestamp=now)
        attendance.join(person_id, connection_id, session_id, now)
        return self.record(attendance)

    @retrying
    def leave(self, *, visit_id: UUID, connection_id: str, reason: Reason, now: datetime) -> int:
        attendance = self.find(Attendance, visit_id)
        if attendance is None:
            return self.head
        attendance.leave(connection_id, reason, now)
        return self.record(attendance)

    def close_left_open(self, *, known_open: Iterable[UUID], known_at: int, now: datetime) -> int:
        """Close what a media server that died left open, and say in how many visits.

        `known_open` are the visits that had somebody in them at log position `known_at`; the log tells the rest.
        """
        visit_ids = dict.fromkeys(known_open) | dict.fromkeys(self._joined_after(known_at))
        return sum(self._close_all(visit_id, now) for visit_id in visit_ids)

    def history(self, visit_id: UUID, at: datetime | None) -> tuple[list[UUID], list[Any]]:
        """Who was present at a moment, and the comings and goings that led to it."""
        events: list[Any] = list(self.events.get(visit_id))
        past = events if at is None else [event for event in events if event.timestamp <= at]
        if not past:
            return [], []
        version = past[-1].originator_version
        attendance: Attendance = self.repository.get(visit_id, version=version)
        return attendance.present, events[1:version]

    @retrying
    def _close_all(self, visit_id: UUID, now: datetime) -> bool:
        attendance = self.find(Attendance, visit_id)
        if attendance is None or not attendance.present:
            return False
        attendance.close_all("server_stopped", now)
        self.record(attendance)
        return True

    def _joined_after(self, position: int) -> Iterable[UUID]:
        while notifications := self.recorder.select_notifications(position, PAGE, inclusive_of_start=False):
            for notification in notifications:
                yield UUID(str(notification.originator_id))
            position = notifications[-1].id
