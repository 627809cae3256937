"""The peer: visits written straight with the `eventsourcing` library, without sealing, rules, rooms or retries."""

from datetime import datetime
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class BareVisit(Aggregate):
    class Booked(Aggregate.Created):
        name: str
        starts_at: datetime
        length_minutes: int
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        booked_by: UUID

    class Started(Aggregate.Event):
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        started_by: UUID

    class Ended(Aggregate.Event):
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        ended_by: UUID

    @event(Booked)
    def __init__(
        self,
        id: UUID,
        name: str,
        starts_at: datetime,
        length_minutes: int,
        staff_ids: list[UUID],
        patient_ids: list[UUID],
        booked_by: UUID,
    ) -> None:
        self._id = id
        self.state = "booked"
        self.name, self.starts_at, self.length_minutes = name, starts_at, length_minutes
        self.staff_ids, self.patient_ids, self.booked_by = staff_ids, patient_ids, booked_by

    @event(Started)
    def start(self, staff_ids: list[UUID], patient_ids: list[UUID], started_by: UUID) -> None:
        self.state, self.started_by = "started", started_by

    @event(Ended)
    def end(self, staff_ids: list[UUID], patient_ids: list[UUID], ended_by: UUID) -> None:
        self.state, self.ended_by = "ended", ended_by


class BareBooking(Application[UUID]):
    """Loads, changes and saves; what any user of the library would write first."""

    def book(self, visit_id: UUID, staff_id: UUID, patient_id: UUID, starts_at: datetime) -> None:
        self.save(BareVisit(visit_id, "Uppföljning", starts_at, 30, [staff_id], [patient_id], staff_id))

    def start(self, visit_id: UUID, staff_id: UUID) -> None:
        visit: BareVisit = self.repository.get(visit_id)
        visit.start(visit.staff_ids, visit.patient_ids, staff_id)
        self.save(visit)

    def end(self, visit_id: UUID, staff_id: UUID) -> None:
        visit: BareVisit = self.repository.get(visit_id)
        visit.end(visit.staff_ids, visit.patient_ids, staff_id)
        self.save(visit)
