"""Visit-media on its store as its processes put it together, hearing what a test tells it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import Mapper

from chassis.following.projecting import ProjectionLoop
from chassis.store import Database, Delivery, Place, open_application
from visit_media.adapters.leases import Leases
from visit_media.application import VisitMedia
from visit_media.application.sweeping import Sweeper
from visit_media.application.waiting import Waiting
from visit_media.projections.admissions import Admissions
from visit_media.projections.ended_sessions import EndedSessions
from visit_media.projections.present import Present
from visit_media.service import VisitMediaService

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VISIT, STAFF, KARL, MARIA = UUID(int=7), UUID(int=1), UUID(int=3), UUID(int=4)
KARLS_SESSION, PAGE, OTHER_PAGE = UUID(int=20), UUID(int=30), UUID(int=31)


def seconds(number: float) -> datetime:
    return NOON + timedelta(seconds=number)


class WaitingParts:
    """Its service, with the loops of its follower run by hand."""

    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("visit-media", store)
        self.database = Database(place)
        self.visit_media = open_application(VisitMedia, place, Mapper)
        self.present, self.leases = Present(self.database), Leases(self.database)
        self.admissions, self.ended_sessions = Admissions(self.database), EndedSessions(self.database)
        self.waiting = Waiting(self.visit_media, self.leases, self.admissions, self.ended_sessions)
        self.loop = ProjectionLoop(self.visit_media, self.present)
        self.service = VisitMediaService()
        for name in ("visit_media", "present", "admissions", "ended_sessions", "waiting"):
            self.service.__dict__[name] = getattr(self, name)
        self._heard = 0
        self._versions: dict[UUID, int] = {}

    def hear(self, event: str, aggregate_id: UUID, fields: Mapping[str, Any], *, source: str = "booking") -> None:
        """As the bus delivers it: once more too, as it may."""
        self._heard += 1
        version = self._versions[aggregate_id] = self._versions.get(aggregate_id, 0) + 1
        delivery = Delivery(uuid4(), source, event, self._heard, aggregate_id, version, NOON)
        for _ in range(2):
            afterwards = getattr(self.service, event)(delivery, **fields)
            if afterwards is not None:
                afterwards()

    def hear_of_person(self, person_id: UUID, event: str = "user_registered", status: str = "active") -> None:
        fields = {"user_id": person_id, "roles": ["patient"], "status": status}
        self.hear(event, person_id, fields, source="identity")

    def hear_of_visit(self, event: str, patient_ids: tuple[UUID, ...] = (KARL, MARIA), **more: Any) -> None:
        fields = {"visit_id": VISIT, "staff_ids": [STAFF], "patient_ids": list(patient_ids)}
        self.hear(event, VISIT, fields | more)

    def wait(self, person_id: UUID = KARL, page: UUID = PAGE, at: float = 0) -> str:
        return self.waiting.wait(
            visit_id=VISIT, person_id=person_id, session_id=KARLS_SESSION, wait_id=page, now=seconds(at)
        )

    def sweep(self, at: float) -> None:
        self.follow()
        Sweeper(self.waiting, self.leases, self.present, lambda: seconds(at)).sweep()

    def follow(self) -> None:
        while self.loop.follow_once():
            pass

    def who_waits(self) -> list[UUID]:
        """As everyone is told it."""
        self.follow()
        [room] = self.service.list_present([VISIT])["present"]
        waiting: list[UUID] = room["waiting_ids"]
        return waiting

    def reasons(self) -> list[str]:
        """Why somebody stopped waiting, in order."""
        _, _, events = self.visit_media.history(VISIT, None)
        return [event.reason for event in events if hasattr(event, "reason")]

    def close(self) -> None:
        self.visit_media.close()
        self.database.close()
