"""Where in the log to look: the visits a person ever belonged to, and those of which a day knows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Uuid, select

from booking.domain.stockholm import day_of
from booking.domain.visit import Visit
from chassis.store import Moment, Projection


class VisitIndex(Projection):
    """Nothing is ever taken away: whoever was taken out of a visit belonged to it before, and a day stays as it was."""

    NAME = "visit_index"

    def define(self) -> None:
        self.people = self.table(
            "visit_index_people",
            Column("person_id", Uuid, primary_key=True),
            Column("visit_id", Uuid, primary_key=True),
            Column("since", Moment, nullable=False),
        )
        self.days = self.table(
            "visit_index_days",
            Column("day", Date, primary_key=True),
            Column("visit_id", Uuid, primary_key=True),
        )
        # What is known already stays as it was first told.
        self._put_person = self.database.insert(self.people).on_conflict_do_nothing()
        self._put_day = self.database.insert(self.days).on_conflict_do_nothing()

    def of_person(self, person_id: UUID, at: datetime) -> list[UUID]:
        """Every visit to which the person had come by then, whether or not they belonged to it still."""
        people = self.people.c
        found = select(people.visit_id).where(people.person_id == person_id, people.since <= at)
        return self._ids(found.order_by(people.since, people.visit_id))

    def of_day(self, day: date) -> list[UUID]:
        """Every visit that was at some time booked for a day, or to which something happened on it."""
        return self._ids(select(self.days.c.visit_id).where(self.days.c.day == day).order_by(self.days.c.visit_id))

    def apply(self, connection: Connection, event: Any) -> None:
        self.apply_all(connection, [event])

    def apply_all(self, connection: Connection, events: Sequence[Any]) -> None:
        of_visits = [event for event in events if isinstance(event, Visit.Event)]
        people = [
            {"person_id": each, "visit_id": event.originator_id, "since": event.timestamp}
            for event in of_visits
            if isinstance(event, Visit.Booked | Visit.Changed)
            for each in dict.fromkeys([*event.staff_ids, *event.patient_ids])
        ]
        if people:
            connection.execute(self._put_person, people)
        days = dict.fromkeys((day, event.originator_id) for event in of_visits for day in _days(event))
        if days:
            connection.execute(self._put_day, [{"day": day, "visit_id": visit_id} for day, visit_id in days])

    def _ids(self, question: Any) -> list[UUID]:
        with self.database.reading() as connection:
            return list(connection.execute(question).scalars())


def _days(event: Visit.Event) -> list[date]:
    """Those of which the visit is one because of this event."""
    moments = [event.timestamp, *([event.starts_at] if isinstance(event, Visit.Booked | Visit.Changed) else [])]
    return sorted({day_of(moment) for moment in moments})
