"""«Mina bokningar»: every visit a person belongs to, by start."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, Integer, LargeBinary, String, Table, Uuid, select, update

from booking.domain.visit import Visit
from chassis.sealing import KeyRing
from chassis.store import Database, Moment, Projection

MOST = 1000
TOLD = (
    "version",
    "state",
    "starts_at",
    "length_minutes",
    "booked_by",
    "started_by",
    "started_at",
    "ended_by",
    "ended_at",
    "cancelled_by",
    "cancelled_at",
)


class MyBookings(Projection):
    """Names and reasons stay sealed in the table and are opened for whoever asks."""

    NAME = "my_bookings"

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.keys = keys
        super().__init__(database)

    def define(self) -> None:
        self.visits = self.table(
            "visits",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("state", String(20), nullable=False),
            Column("starts_at", Moment, nullable=False),
            Column("length_minutes", Integer, nullable=False),
            Column("staff_ids", JSON, nullable=False),
            Column("patient_ids", JSON, nullable=False),
            Column("booked_by", Uuid, nullable=False),
            Column("started_by", Uuid),
            Column("started_at", Moment),
            Column("ended_by", Uuid),
            Column("ended_at", Moment),
            Column("cancelled_by", Uuid),
            Column("cancelled_at", Moment),
            Column("sealed_name", LargeBinary),
            Column("sealed_reason", LargeBinary),
        )
        self.participants: Table = self.table(
            "visit_participants",
            Column("person_id", Uuid, primary_key=True),
            Column("visit_id", Uuid, primary_key=True),
        )

    def of(self, person_id: UUID) -> list[dict[str, Any]]:
        """By start; of very many, the latest."""
        visits, participants = self.visits, self.participants
        mine = (
            select(visits)
            .join(participants, participants.c.visit_id == visits.c.id)
            .where(participants.c.person_id == person_id)
            .order_by(visits.c.starts_at.desc(), visits.c.id)
            .limit(MOST)
        )
        with self.database.reading() as connection:
            rows = connection.execute(mine).mappings().all()
        self.keys.fetch(row["id"] for row in rows)
        return [self._described(dict(row)) for row in reversed(rows)]

    def apply(self, connection: Connection, event: Any) -> None:
        match event:
            case Visit.Booked():
                self._booked(connection, event)
            case Visit.Started():
                told = {"state": "started", "started_by": event.started_by, "started_at": event.timestamp}
                self._changed(connection, event, told)
            case Visit.Ended():
                told = {"state": "ended", "ended_by": event.ended_by, "ended_at": event.timestamp}
                self._changed(connection, event, told)
            case Visit.Cancelled():
                told = {"state": "cancelled", "cancelled_by": event.cancelled_by, "cancelled_at": event.timestamp}
                reason = self.keys.seal_text(event.originator_id, event.reason, _reason_of(event.originator_id))
                self._changed(connection, event, told | {"sealed_reason": reason})

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if "sealed_name" not in row:
            return dict(row)
        visit_id = row["id"]
        return {
            **row,
            "sealed_name": self.keys.open_text(visit_id, row["sealed_name"], _name_of(visit_id)),
            "sealed_reason": self.keys.open_text(visit_id, row["sealed_reason"], _reason_of(visit_id)),
        }

    def _booked(self, connection: Connection, booked: Visit.Booked) -> None:
        visit_id = booked.originator_id
        row = {
            "id": visit_id,
            "version": booked.originator_version,
            "state": "booked",
            "starts_at": booked.starts_at,
            "length_minutes": booked.length_minutes,
            "staff_ids": [str(each) for each in booked.staff_ids],
            "patient_ids": [str(each) for each in booked.patient_ids],
            "booked_by": booked.booked_by,
            "sealed_name": self.keys.seal_text(visit_id, booked.name, _name_of(visit_id)),
        }
        connection.execute(self.visits.insert().values(row))
        for person_id in dict.fromkeys(booked.staff_ids + booked.patient_ids):
            connection.execute(self.participants.insert().values(person_id=person_id, visit_id=visit_id))

    def _changed(self, connection: Connection, event: Any, told: Mapping[str, Any]) -> None:
        mine = self.visits.c.id == event.originator_id
        connection.execute(update(self.visits).where(mine).values(version=event.originator_version, **told))

    def _described(self, row: dict[str, Any]) -> dict[str, Any]:
        opened = self.opened(row)
        return {name: row[name] for name in ("id", *TOLD)} | {
            "name": opened["sealed_name"] or "",
            "cancel_reason": opened["sealed_reason"],
            "staff_ids": [UUID(each) for each in row["staff_ids"]],
            "patient_ids": [UUID(each) for each in row["patient_ids"]],
        }


def described(visit: Visit) -> dict[str, Any]:
    """A visit as the contracts tell it; nothing stands where a forgotten name stood."""
    names = ("id", *TOLD, "cancel_reason", "staff_ids", "patient_ids")
    return {name: getattr(visit, name) for name in names} | {"name": visit.name or ""}


def _name_of(visit_id: UUID) -> str:
    return f"my_bookings:name:{visit_id}"


def _reason_of(visit_id: UUID) -> str:
    return f"my_bookings:reason:{visit_id}"
