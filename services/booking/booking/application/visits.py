"""Commands about visits: one method for each command, one transaction for each method."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from booking.domain.participant import Participant
from booking.domain.refusals import PersonUnknown, VisitNotFound
from booking.domain.visit import Visit
from chassis.store import EventLog, retrying
from chassis.store.log import MapperOf


class People(Protocol):
    def known(self, person_id: UUID) -> Participant | None: ...


class Booking(EventLog):
    def __init__(self, env: dict[str, str], mapper_of: MapperOf, *, people: People) -> None:
        self._people = people
        super().__init__(env, mapper_of)

    @retrying
    def book_visit(
        self,
        *,
        visit_id: UUID,
        booked_by: UUID,
        name: str,
        starts_at: datetime,
        length_minutes: int,
        patient_id: UUID,
        now: datetime,
    ) -> int:
        known = self.find(Visit, visit_id)
        if known is not None:
            known.check_was_booked_as(
                name=name,
                starts_at=starts_at,
                length_minutes=length_minutes,
                booked_by=booked_by,
                patient_id=patient_id,
            )
            return self.head
        visit = Visit.book(
            id=visit_id,
            name=name,
            starts_at=starts_at,
            length_minutes=length_minutes,
            staff=self._person(booked_by),
            patient=self._person(patient_id),
            now=now,
        )
        return self.record(visit)

    @retrying
    def start_visit(self, *, visit_id: UUID, started_by: UUID, now: datetime) -> int:
        visit = self._visit(visit_id, started_by)
        visit.start(self._person(started_by), now)
        return self.record(visit)

    @retrying
    def end_visit(self, *, visit_id: UUID, ended_by: UUID, now: datetime) -> int:
        person = self._one_who_acts(ended_by)
        visit = self._existing(visit_id)
        visit.end(person, now)
        return self.record(visit)

    @retrying
    def cancel_visit(self, *, visit_id: UUID, cancelled_by: UUID, reason: str | None, now: datetime) -> int:
        person = self._one_who_acts(cancelled_by)
        visit = self._existing(visit_id)
        visit.cancel(person, reason, now)
        return self.record(visit)

    @retrying
    def take_out(self, *, visit_id: UUID, person: Participant, taken_out_by: UUID, now: datetime) -> int:
        """One who may no longer be there leaves one visit; a visit they are not in stays as it is."""
        visit = self._existing(visit_id)
        visit.take_out(person, taken_out_by, now)
        return self.record(visit)

    def visit(self, visit_id: UUID, person_id: UUID, *, as_administrator: bool = False) -> Visit:
        """The visit as the log tells it now, for one who belongs to it or, asking as one, an administrator."""
        if as_administrator and self._one_who_acts(person_id).may_administer:
            return self._existing(visit_id)
        return self._visit(visit_id, person_id)

    def history(self, visit_id: UUID, at: datetime | None) -> tuple[Visit | None, list[Any]]:
        """The visit as it was at a moment, or None when it was not booked yet; and the events that led to it."""
        events: list[Any] = list(self.events.get(visit_id))
        if not events or not isinstance(events[0], Visit.Booked):
            raise VisitNotFound
        past = events if at is None else [event for event in events if event.timestamp <= at]
        if not past:
            return None, []
        found: Visit = self.repository.get(visit_id, version=past[-1].originator_version)
        return found, events[: found.version]

    def _visit(self, visit_id: UUID, person_id: UUID) -> Visit:
        visit = self._existing(visit_id)
        visit.check_belongs(person_id)
        return visit

    def _existing(self, visit_id: UUID) -> Visit:
        visit = self.find(Visit, visit_id)
        if visit is None:
            raise VisitNotFound
        return visit

    def _one_who_acts(self, person_id: UUID) -> Participant:
        """To one nobody has heard of no visit exists."""
        person = self._people.known(person_id)
        if person is None:
            raise VisitNotFound
        return person

    def _person(self, person_id: UUID) -> Participant:
        person = self._people.known(person_id)
        if person is None:
            raise PersonUnknown
        return person
