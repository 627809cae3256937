"""What visit-media answers, and what it hears."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from chassis.outbox import events_since
from chassis.serving import Provide, answers, hears, serve
from chassis.store import Delivery
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitEnded,
    VisitMissed,
    VisitMissTakenBack,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.identity.events import SessionEnded, UserRegistered, UserRolesChanged, UserStatusChanged
from contracts.visit_media.calls import (
    ListPresent,
    ReplayAttendance,
    StopWaiting,
    VisitMediaEventsSince,
    WaitForVisit,
)
from visit_media import wiring
from visit_media.projections.timeline import replayed
from visit_media.publishing import published


class VisitMediaService:
    name = "visit-media"

    visit_media = Provide(wiring.visit_media)
    present = Provide(wiring.present)
    admissions = Provide(wiring.admissions)
    ended_sessions = Provide(wiring.ended_sessions)
    waiting = Provide(wiring.waiting)

    @answers(ListPresent)
    def list_present(self, visit_ids: list[UUID]) -> dict[str, Any]:
        return {"present": self.present.in_visits(visit_ids)}

    @answers(WaitForVisit)
    def wait_for_visit(self, **page: UUID) -> dict[str, Any]:
        return {"state": self.waiting.wait(**page, now=datetime.now(UTC))}

    @answers(StopWaiting)
    def stop_waiting(self, **page: UUID) -> dict[str, Any]:
        self.waiting.stop(**page, now=datetime.now(UTC))
        return {}

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
    def user_status_changed(self, delivery: Delivery, **user: Any) -> Callable[[], None]:
        self.admissions.hear(delivery, user)
        return partial(self.waiting.look_after, user["user_id"], datetime.now(UTC))

    @hears(UserRolesChanged)
    def user_roles_changed(self, delivery: Delivery, **user: Any) -> None:
        self.admissions.hear(delivery, user)

    @hears(SessionEnded)
    def session_ended(self, delivery: Delivery, **session: Any) -> Callable[[], None]:
        self.ended_sessions.hear(delivery, session)
        return partial(self.waiting.sign_in_over, session["session_id"], datetime.now(UTC))

    @hears(VisitBooked)
    def visit_booked(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitStarted)
    def visit_started(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitEnded)
    def visit_ended(self, delivery: Delivery, **visit: Any) -> Callable[[], None]:
        return self._visit_is_other(delivery, visit)

    @hears(VisitCancelled)
    def visit_cancelled(self, delivery: Delivery, **visit: Any) -> Callable[[], None]:
        return self._visit_is_other(delivery, visit)

    @hears(VisitChanged)
    def visit_changed(self, delivery: Delivery, **visit: Any) -> Callable[[], None]:
        return self._visit_is_other(delivery, visit)

    @hears(VisitMissed)
    def visit_missed(self, delivery: Delivery, **visit: Any) -> Callable[[], None]:
        return self._visit_is_other(delivery, visit)

    @hears(VisitMissTakenBack)
    def visit_miss_taken_back(self, delivery: Delivery, **visit: Any) -> None:
        self.admissions.hear(delivery, visit)

    @hears(VisitParticipantsChanged)
    def visit_participants_changed(self, delivery: Delivery, **visit: Any) -> Callable[[], None]:
        return self._visit_is_other(delivery, visit)

    def _visit_is_other(self, delivery: Delivery, visit: dict[str, Any]) -> Callable[[], None]:
        """Heard before or not, whoever may no longer wait is looked for: hearing may have failed in between.

        But not before what was heard is kept, where whoever begins to wait meanwhile finds it.
        """
        self.admissions.hear(delivery, visit)
        return partial(self.waiting.look_at, visit["visit_id"], datetime.now(UTC))


if __name__ == "__main__":
    serve(VisitMediaService)
