"""«Mina bokningar»: every visit a person belongs to, by start."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    Uuid,
    delete,
    select,
    update,
)

from booking.domain.visit import Visit
from chassis.sealing import KeyRing
from chassis.store import Database, Moment, Projection

MOST = 1000
ROLES = ("staff", "patient")
LARGEST_COUNT = 10_000
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
    "needs_action",
)


class MyBookings(Projection):
    """Names and reasons stay sealed in the table and are opened for whoever asks."""

    NAME = "my_bookings_v2"

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.keys = keys
        super().__init__(database)

    def define(self) -> None:
        self.visits = self.table(
            "visits_v2",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("state", String(20), nullable=False),
            Column("starts_at", Moment, nullable=False),
            Column("length_minutes", Integer, nullable=False),
            Column("ends_at", Moment, nullable=False),
            Column("staff_ids", JSON, nullable=False),
            Column("patient_ids", JSON, nullable=False),
            Column("booked_by", Uuid, nullable=False),
            Column("started_by", Uuid),
            Column("started_at", Moment),
            Column("ended_by", Uuid),
            Column("ended_at", Moment),
            Column("cancelled_by", Uuid),
            Column("cancelled_at", Moment),
            Column("needs_action", Boolean, nullable=False, index=True),
            Column("sealed_name", LargeBinary),
            Column("sealed_reason", LargeBinary),
        )
        self.participants: Table = self.table(
            "visit_participants_v2",
            Column("person_id", Uuid, primary_key=True),
            Column("visit_id", Uuid, primary_key=True, index=True),
            Column("role", String(20), primary_key=True),
            Column("is_open", Boolean, nullable=False),
        )

    def of(self, person_id: UUID) -> list[dict[str, Any]]:
        """By start; of very many, the latest."""
        visits, participants = self.visits, self.participants
        mine = select(participants.c.visit_id).where(participants.c.person_id == person_id)
        latest = select(visits).where(visits.c.id.in_(mine)).order_by(visits.c.starts_at.desc(), visits.c.id)
        return self._read(latest.limit(MOST))[::-1]

    def needing_action(self, limit: int) -> list[dict[str, Any]]:
        """Those that lost their staff or their patient, by start (Q7)."""
        visits = self.visits
        return self._read(
            select(visits).where(visits.c.needs_action).order_by(visits.c.starts_at, visits.c.id).limit(limit)
        )

    def open_visits(self, person_id: UUID, roles: Collection[str], after: UUID | None, limit: int) -> list[UUID]:
        """The visits ahead or going on in which a person has one of these roles, by id."""
        mine = self.participants.c
        found = select(mine.visit_id).distinct().where(mine.person_id == person_id, mine.is_open, mine.role.in_(roles))
        if after is not None:
            found = found.where(mine.visit_id > after)
        with self.database.reading() as connection:
            return list(connection.execute(found.order_by(mine.visit_id).limit(limit)).scalars())

    def count_open(self, person_id: UUID) -> int:
        return len(self.open_visits(person_id, ROLES, None, LARGEST_COUNT))

    def apply(self, connection: Connection, event: Any) -> None:
        match event:
            case Visit.Booked():
                self._booked(connection, event)
            case Visit.Started():
                told = {"state": "started", "started_by": event.started_by, "started_at": event.timestamp}
                self._changed(connection, event, told)
            case Visit.Ended():
                told = {"state": "ended", "ended_by": event.ended_by, "ended_at": event.timestamp}
                self._over(connection, event, told)
            case Visit.Cancelled():
                told = {"state": "cancelled", "cancelled_by": event.cancelled_by, "cancelled_at": event.timestamp}
                reason = self.keys.seal_text(event.originator_id, event.reason, _reason_of(event.originator_id))
                self._over(connection, event, told | {"sealed_reason": reason})
            case Visit.PersonTakenOut():
                self._taken_out(connection, event)

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
            "ends_at": booked.starts_at + timedelta(minutes=booked.length_minutes),
            **_whose(booked),
            "booked_by": booked.booked_by,
            "sealed_name": self.keys.seal_text(visit_id, booked.name, _name_of(visit_id)),
        }
        connection.execute(self.visits.insert().values(row))
        self._participate(connection, booked)

    def _taken_out(self, connection: Connection, event: Visit.PersonTakenOut) -> None:
        self._changed(connection, event, _whose(event))
        connection.execute(delete(self.participants).where(self.participants.c.visit_id == event.originator_id))
        self._participate(connection, event)

    def _participate(self, connection: Connection, event: Visit.Booked | Visit.PersonTakenOut) -> None:
        visit_id, ids_of = event.originator_id, zip(ROLES, (event.staff_ids, event.patient_ids), strict=True)
        rows = [
            {"person_id": person_id, "visit_id": visit_id, "role": role, "is_open": True}
            for role, person_ids in ids_of
            for person_id in dict.fromkeys(person_ids)
        ]
        if rows:
            connection.execute(self.participants.insert(), rows)

    def _over(self, connection: Connection, event: Any, told: Mapping[str, Any]) -> None:
        self._changed(connection, event, {**told, "needs_action": False})
        theirs = self.participants.c.visit_id == event.originator_id
        connection.execute(update(self.participants).where(theirs).values(is_open=False))

    def _changed(self, connection: Connection, event: Any, told: Mapping[str, Any]) -> None:
        mine = self.visits.c.id == event.originator_id
        connection.execute(update(self.visits).where(mine).values(version=event.originator_version, **told))

    def _read(self, question: Select[Any]) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            rows = connection.execute(question).mappings().all()
        self.keys.fetch(row["id"] for row in rows)
        return [self._described(dict(row)) for row in rows]

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


def _whose(event: Visit.Booked | Visit.PersonTakenOut) -> dict[str, Any]:
    return {
        "staff_ids": [str(each) for each in event.staff_ids],
        "patient_ids": [str(each) for each in event.patient_ids],
        "needs_action": not (event.staff_ids and event.patient_ids),
    }


def _name_of(visit_id: UUID) -> str:
    return f"my_bookings:name:{visit_id}"


def _reason_of(visit_id: UUID) -> str:
    return f"my_bookings:reason:{visit_id}"
