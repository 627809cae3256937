"""A booking in memory whose visits are rearranged."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from booking.application import Booking
from booking.application.rearrangement_running import RearrangementLoop
from booking.application.rearranging import Rearrangements
from booking.domain.rearrangement import Rearrangement
from booking.domain.visit import Visit
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, STAFF, STARTS_AT, asked, booking

ID = UUID(int=900)
SUBSTITUTE = {"action": "replace", "substitute_id": COLLEAGUE.id}
MOVE = {"action": "move", "shift_days": 1}
CANCEL = {"action": "cancel"}


class Running:
    """The list of what runs, as the read model keeps it."""

    def __init__(self, application: Booking) -> None:
        self.application = application

    def ids(self) -> list[UUID]:
        found = self.application.find(Rearrangement, ID)
        return [ID] if found is not None and found.state == "running" else []


class Parts:
    def __init__(self, visits: int = 3) -> None:
        self.application = booking()
        self.rearrangements = Rearrangements(self.application, people=self.application._people, visits=None)  # type: ignore[arg-type]
        self.loop = RearrangementLoop(self.rearrangements, Running(self.application), clock=lambda: NOW)
        self.visit_ids = [UUID(int=100 + number) for number in range(visits)]
        for place, visit_id in enumerate(self.visit_ids):
            self.book(visit_id, starts_at=STARTS_AT + timedelta(days=place))

    def book(self, visit_id: UUID, **changed: Any) -> None:
        self.application.book_visit(**asked(visit_id=visit_id, booked_by=ADMINISTRATOR.id) | changed)

    def start(self, **changed: Any) -> int:
        wanted: dict[str, Any] = {
            "rearrangement_id": ID,
            "person_id": STAFF.id,
            "action": "cancel",
            "substitute_id": None,
            "shift_days": None,
            "asked_by": ADMINISTRATOR.id,
            "visit_ids": self.visit_ids,
            "reason": "Sjuk",
            "now": NOW,
        }
        return self.rearrangements.start(**(wanted | changed))

    def run(self) -> Rearrangement:
        self.loop.attend(threading.Event())
        return self.rearrangements.read(ID)

    def visit(self, visit_id: UUID) -> Visit:
        return self.application.existing(visit_id)

    def visits(self) -> Iterator[Visit]:
        yield from map(self.visit, self.visit_ids)


def change(parts: Parts, visit_id: UUID, **changed: Any) -> None:
    visit = parts.visit(visit_id)
    wanted: dict[str, Any] = {
        "name": visit.name,
        "starts_at": visit.starts_at,
        "length_minutes": visit.length_minutes,
        "staff_ids": visit.staff_ids,
        "patient_ids": visit.patient_ids,
    }
    parts.application.change_visit(
        visit_id=visit_id,
        changed_by=ADMINISTRATOR.id,
        details_version=visit.details_version,
        now=NOW,
        **(wanted | changed),
    )
