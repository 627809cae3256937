"""Who may book and be booked: what booking has heard from identity."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, Integer, String, Uuid, select

from booking.domain.participant import Participant
from chassis.store import Delivery, HeardView

PATIENCE_SECONDS = 1.0


class People(HeardView):
    NAME = "people"
    SOURCES = ("identity",)

    def define(self) -> None:
        self.people = self.table(
            "people",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("roles", JSON, nullable=False),
            Column("status", String(20), nullable=False),
        )

    def known(self, person_id: UUID) -> Participant | None:
        """One person. Someone added a moment ago may still be on the way here, and is waited for briefly."""
        return self.wait_for(lambda: self._find(person_id), PATIENCE_SECONDS)

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        row = {
            "id": fields["user_id"],
            "version": delivery.aggregate_version,
            "roles": sorted(fields["roles"]),
            "status": fields["status"],
        }
        self.database.put_newer(connection, self.people, row)

    def _find(self, person_id: UUID) -> Participant | None:
        mine = select(self.people).where(self.people.c.id == person_id)
        with self.database.reading() as connection:
            row = connection.execute(mine).first()
        return None if row is None else Participant(row.id, frozenset(row.roles), row.status)
