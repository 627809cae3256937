"""Which visits are going on and who may be in them: what visit-media has heard from booking and identity."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, Integer, String, Uuid, select

from chassis.store import Delivery, HeardView
from visit_media.domain.admitting import Coming, Decision, Person, Standing, Visit, decided, standing

STATES = {
    "visit_booked": "booked",
    "visit_started": "started",
    "visit_ended": "ended",
    "visit_cancelled": "cancelled",
    "visit_missed": "missed",
    "visit_miss_taken_back": "booked",
}
OF_VISITS = (*STATES, "visit_changed", "visit_participants_changed")
OF_PEOPLE = ("user_registered", "user_status_changed", "user_roles_changed")
"""What is heard of all that booking and identity tell; a rebuild is given the rest as well."""


class Admissions(HeardView):
    NAME = "admissions"
    SOURCES = ("booking", "identity")

    def define(self) -> None:
        self.visits = self.table(
            "visits_to_admit_to",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("state", String(20), nullable=False),
            Column("staff_ids", JSON, nullable=False),
            Column("patient_ids", JSON, nullable=False),
        )
        self.people = self.table(
            "people_to_admit",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("status", String(20), nullable=False),
            Column("roles", JSON, nullable=False),
        )

    def has_seen(self, visit_id: UUID, version: int, person_id: UUID) -> bool:
        """Whether this view knows as much as the one who gave out the token did."""
        visit = self._visit(visit_id)
        return visit is not None and visit.version >= version and self._person(person_id) is not None

    def decide(self, visit_id: UUID, coming: Coming) -> Decision:
        """As things stand now."""
        return decided(coming, self._person(coming.person_id), self._visit(visit_id))

    def standing(self, visit_id: UUID, person_id: UUID) -> Standing:
        """How it stands between a visit and one who waits for it."""
        return standing(person_id, self._person(person_id), self._visit(visit_id))

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        if delivery.event in OF_PEOPLE:
            row = {
                "id": fields["user_id"],
                "version": delivery.aggregate_version,
                "status": fields["status"],
                "roles": sorted(fields["roles"]),
            }
            self.put_newer(connection, self.people, row)
        elif delivery.event in OF_VISITS:
            row = {
                "id": fields["visit_id"],
                "version": delivery.aggregate_version,
                "state": STATES.get(delivery.event) or fields["state"],
                "staff_ids": sorted(map(str, fields["staff_ids"])),
                "patient_ids": sorted(map(str, fields["patient_ids"])),
            }
            self.put_newer(connection, self.visits, row)

    def _visit(self, visit_id: UUID) -> Visit | None:
        with self.database.reading() as connection:
            row = connection.execute(select(self.visits).where(self.visits.c.id == visit_id)).first()
        if row is None:
            return None
        return Visit(row.version, row.state, _ids(row.staff_ids), _ids(row.patient_ids))

    def _person(self, person_id: UUID) -> Person | None:
        with self.database.reading() as connection:
            row = connection.execute(select(self.people).where(self.people.c.id == person_id)).first()
        return None if row is None else Person(row.status, row.roles)


def _ids(written: list[str]) -> set[UUID]:
    return set(map(UUID, written))
