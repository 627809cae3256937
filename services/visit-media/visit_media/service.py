"""What visit-media answers, and what it hears."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.outbox import events_since
from chassis.serving import Provide, answers, hears, serve
from chassis.store import Delivery
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitEnded,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.identity.events import SessionEnded, UserRegistered, UserRolesChanged, UserStatusChanged
from contracts.visit_media.calls import ListPresent, ReplayAttendance, VisitMediaEventsSince
from visit_media import wiring
from visit_media.projections.timeline import replayed
from visit_media.publishing import published


class VisitMediaService:
    name = "visit-media"

    visit_media = Provide(wiring.visit_media)
    present = Provide(wiring.present)
    admissions = Provide(wiring.admissions)
    ended_sessions = Provide(wiring.ended_sessions)

    @answers(ListPresent)
    def list_present(self, visit_ids: list[UUID]) -> dict[str, Any]:
        return {"present": self.present.in_visits(visit_ids)}

    @answers(ReplayAttendance)
    def replay_attendance(self, visit_id: UUID, at: datetime | None) -> dict[str, Any]:
        return replayed(*self.visit_media.history(visit_id, at))

    @answers(VisitMediaEventsSince)
    def events_since(self, after: int, limit: int) -> dict[str, Any]:
        return events_since(self.visit_media, published, after, limit)

    @hears(UserRegistered)
    def user_registered(self, delivery: Delivery, **user: Any) -> None:
        self.admissions.hear(delivery, user)

    @hears(UserStatusChanged)
    def user_status_changed(self, delivery: Delivery, **user: Any) -> None:
        self.admissions.hear(delivery, user)

    @hears(UserRolesChanged)
    def user_roles_changed(self, delivery: Delivery, **user: Any) -> None:
        self.admissions.hear(delivery, user)

    @hears(SessionEnded)
    def session_ended(self, delivery: Delivery, **session: Any) -> None:
        self.ended_sessions.hear(delivery, session)

    @hears(VisitBooked)
    def visit_booked(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitStarted)
    def visit_started(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitEnded)
    def visit_ended(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitCancelled)
    def visit_cancelled(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitParticipantsChanged)
    def visit_participants_changed(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)


if __name__ == "__main__":
    serve(VisitMediaService)
