"""How a visit stands in the tables of «Mina bokningar», and how it is told from there."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, Column, Dialect, Index, Integer, LargeBinary, String, TypeDecorator, Uuid

from booking.domain.life import OPEN, State
from booking.domain.visit import Visit
from chassis.sealing import KeyRing
from chassis.store import Moment
from chassis.store.asking import known_id

OVER = "over"
OPEN_SHELVES: tuple[str, ...] = OPEN
TOLD = (
    "id",
    "version",
    "details_version",
    "is_group",
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
    "missed_by",
    "missed_at",
    "needs_action",
    "series_id",
    "origin_id",
    "origin_cause",
    "again_id",
    "staff_ids",
    "patient_ids",
    "sealed_name",
    "sealed_reason",
)
"""What is read to tell a visit."""


class PersonIds(TypeDecorator[list[UUID]]):
    """A few persons, by id; the same few again and again."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[UUID] | None, dialect: Dialect) -> Any:
        return None if value is None else [str(each) for each in value]

    def process_result_value(self, value: Iterable[str] | None, dialect: Dialect) -> list[UUID] | None:
        return None if value is None else [known_id(each) for each in value]

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """What SQLite keeps is text, read in one step."""
        return _read_ids if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_ids(written: str) -> list[UUID]:
    return [known_id(each) for each in json.loads(written)]


def shelf_of(state: State) -> str:
    """Where a list looks for a visit: what is over stands together, however it ended."""
    return state if state in OPEN else OVER


def visit_columns() -> list[Column[Any] | Index]:
    return [
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("details_version", Integer, nullable=False),
        Column("is_group", Boolean, nullable=False),
        Column("state", String(20), nullable=False),
        Column("shelf", String(20), nullable=False),
        Column("starts_at", Moment, nullable=False),
        Column("length_minutes", Integer, nullable=False),
        Column("ends_at", Moment, nullable=False),
        Column("staff_ids", PersonIds, nullable=False),
        Column("patient_ids", PersonIds, nullable=False),
        *_acts("booked", "started", "ended", "cancelled", "missed"),
        Column("needs_action", Boolean, nullable=False),
        Column("series_id", Uuid, index=True),
        Column("origin_id", Uuid, index=True),
        Column("origin_cause", String(20)),
        Column("again_id", Uuid),
        Column("sealed_name", LargeBinary),
        Column("sealed_reason", LargeBinary),
        Index(None, "shelf", "starts_at", "id", "ends_at"),
        Index(None, "needs_action", "starts_at", "id"),
    ]


def participant_columns() -> list[Column[Any] | Index]:
    """Whatever a person's list is ordered and chosen by stands here too, so that a page of it is one stretch of an
    index, however many visits there are.
    """
    return [
        Column("person_id", Uuid, primary_key=True),
        Column("visit_id", Uuid, primary_key=True, index=True),
        Column("is_staff", Boolean, nullable=False),
        Column("is_patient", Boolean, nullable=False),
        Column("shelf", String(20), nullable=False),
        Column("starts_at", Moment, nullable=False),
        Column("ends_at", Moment, nullable=False),
        Index(None, "shelf", "person_id", "starts_at", "visit_id", "ends_at"),
        Index(None, "person_id", "starts_at", "visit_id", "ends_at"),
    ]


def facts_of(event: Any) -> tuple[State, dict[str, Any]]:
    """What one stored event says: the state it leaves the visit in, and what becomes of the row besides."""
    match event:
        case Visit.Booked():
            lineage = {name: getattr(event, name) for name in ("series_id", "origin_id", "origin_cause")}
            return "booked", lineage | _act("booked", event.booked_by, event) | _details(event)
        case Visit.Changed():
            return event.state, _details(event)
        case Visit.Started():
            return "started", _act("started", event.started_by, event) | _act("missed", None, event)
        case Visit.Ended():
            return "ended", _act("ended", event.ended_by, event)
        case Visit.Cancelled():
            return "cancelled", _act("cancelled", event.cancelled_by, event)
        case Visit.Missed():
            return "missed", _act("missed", event.missed_by, event)
        case Visit.MissTakenBack():
            return "booked", _act("missed", None, event)
        case Visit.InvitedAgain():
            return "ended", {"again_id": event.again_id}
        case Visit.PersonTakenOut():
            return event.state, {"details_version": event.originator_version}
    raise TypeError(type(event))


def described(visit: Visit) -> dict[str, Any]:
    """A visit as the contracts tell it; nothing stands where a forgotten name stood."""
    acts = {"started": visit.started, "ended": visit.ended, "cancelled": visit.cancelled, "missed": visit.missed}
    names = ("id", "version", "details_version", "is_group", "state", "starts_at", "length_minutes")
    return {
        **{name: getattr(visit, name) for name in (*names, "staff_ids", "patient_ids", "needs_action", "again_id")},
        "name": visit.name or "",
        "booked_by": visit.booked.by,
        **{f"{what}_by": act.by for what, act in acts.items()},
        **{f"{what}_at": act.at for what, act in acts.items()},
        "cancel_reason": visit.cancel_reason,
        "series_id": visit.lineage.series_id,
        "origin_id": visit.lineage.origin_id,
        "origin_cause": visit.lineage.origin_cause,
    }


class SealedWords:
    """The name of a visit and the reason why it was cancelled, as they stand in a row."""

    def __init__(self, keys: KeyRing) -> None:
        self.keys = keys

    def sealed(self, event: Any) -> dict[str, Any]:
        visit_id = event.originator_id
        match event:
            case Visit.Booked() | Visit.Changed():
                return {"sealed_name": self.keys.seal_text(visit_id, event.name, _name_of(visit_id))}
            case Visit.Cancelled():
                return {"sealed_reason": self.keys.seal_text(visit_id, event.reason, _reason_of(visit_id))}
        return {}

    def name(self, row: Mapping[Any, Any]) -> str | None:
        return self.keys.open_text(row["id"], row["sealed_name"], _name_of(row["id"]))

    def reason(self, row: Mapping[Any, Any]) -> str | None:
        return self.keys.open_text(row["id"], row["sealed_reason"], _reason_of(row["id"]))

    def told(self, row: dict[str, Any]) -> dict[str, Any]:
        """One row, made into what the contracts tell."""
        row["name"], row["cancel_reason"] = self.name(row) or "", self.reason(row)
        del row["sealed_name"], row["sealed_reason"]
        return row


def _acts(*names: str) -> list[Column[Any]]:
    by_and_at = [(Column(f"{name}_by", Uuid), Column(f"{name}_at", Moment)) for name in names]
    return [column for pair in by_and_at for column in pair]


def _act(what: str, who: UUID | None, event: Any) -> dict[str, Any]:
    return {f"{what}_by": who, f"{what}_at": None if who is None else event.timestamp}


def _details(event: Visit.Booked | Visit.Changed) -> dict[str, Any]:
    return {
        "details_version": event.originator_version,
        "starts_at": event.starts_at,
        "length_minutes": event.length_minutes,
        "ends_at": event.starts_at + timedelta(minutes=event.length_minutes),
    }


def _name_of(visit_id: UUID) -> str:
    return f"my_bookings:name:{visit_id}"


def _reason_of(visit_id: UUID) -> str:
    return f"my_bookings:reason:{visit_id}"
