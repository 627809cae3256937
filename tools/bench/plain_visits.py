"""The peer of the lists: the same visits in the clear, in two indexed SQL tables, told with the same fields."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from booking.projections.lists import LONGEST

ACTS = ("booked", "started", "ended", "cancelled", "missed")
IDS = ("id", *(f"{act}_by" for act in ACTS), "series_id", "origin_id", "again_id")
MOMENTS = ("starts_at", "ends_at", *(f"{act}_at" for act in ACTS))
LISTS = ("staff_ids", "patient_ids")
PLAIN = ("version", "details_version", "name", "is_group", "state", "length_minutes", "needs_action", "origin_cause")
COLUMNS = (*IDS, *MOMENTS, *LISTS, *PLAIN, "cancel_reason")
NOT_TOLD = ("ends_at", "booked_at")
TOLD = ", ".join(f"visits.{name}" for name in COLUMNS if name not in NOT_TOLD)
TOLD_MOMENTS = tuple(name for name in MOMENTS if name not in NOT_TOLD)
TABLES = f"""
    CREATE TABLE visits ({", ".join(f"{name} PRIMARY KEY" if name == "id" else name for name in COLUMNS)});
    CREATE TABLE participants (
        person_id TEXT NOT NULL, visit_id TEXT NOT NULL, state TEXT NOT NULL, starts_at TEXT NOT NULL,
        ends_at TEXT NOT NULL, PRIMARY KEY (person_id, visit_id)
    ) WITHOUT ROWID;
    CREATE INDEX visits_by_start ON visits (state, starts_at, id);
    CREATE INDEX participants_by_start ON participants (person_id, state, starts_at, visit_id);
"""
OF_ONE = f"""
    SELECT {TOLD} FROM participants JOIN visits ON visits.id = participants.visit_id
    WHERE participants.person_id = ? AND participants.state = ? AND participants.starts_at > ?
        AND participants.ends_at > ?
    ORDER BY participants.starts_at, participants.visit_id LIMIT ?
"""
OF_ALL = f"SELECT {TOLD} FROM visits WHERE state = ? AND starts_at > ? AND ends_at > ? ORDER BY starts_at, id LIMIT ?"
OVER = f"SELECT {TOLD} FROM visits WHERE state = ? ORDER BY starts_at DESC, id DESC LIMIT ?"


class PlainVisits:
    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.executescript(TABLES)

    def put(self, visits: Iterable[dict[str, Any]]) -> None:
        """Each with the fields it has; the others are empty."""
        insert = f"INSERT INTO visits VALUES ({', '.join(f':{name}' for name in COLUMNS)})"
        with self._connection as connection:
            for visit in visits:
                row = dict.fromkeys(COLUMNS) | {name: _written(value) for name, value in visit.items()}
                connection.execute(insert, row)
                for person_id in [*visit["staff_ids"], *visit["patient_ids"]]:
                    told = (str(person_id), row["id"], row["state"], row["starts_at"], row["ends_at"])
                    connection.execute("INSERT INTO participants VALUES (?, ?, ?, ?, ?)", told)

    def of_one(self, person_id: UUID, now: datetime, limit: int) -> list[dict[str, Any]]:
        return self._read(OF_ONE, (str(person_id), "booked", *_ahead(now), limit))

    def of_all(self, now: datetime, limit: int) -> list[dict[str, Any]]:
        return self._read(OF_ALL, ("booked", *_ahead(now), limit))

    def over(self, limit: int) -> list[dict[str, Any]]:
        return self._read(OVER, ("ended", limit))

    def close(self) -> None:
        self._connection.close()

    def _read(self, question: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [_told(dict(row)) for row in self._connection.execute(question, values)]


def _ahead(now: datetime) -> tuple[str, str]:
    """What ends after now began less than the longest visit ago: without that, an index is read from its beginning."""
    return (now - LONGEST).isoformat(), now.isoformat()


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """With ids and times as what they are."""
    row |= {name: UUID(row[name]) for name in IDS if row[name] is not None}
    row |= {name: datetime.fromisoformat(row[name]) for name in TOLD_MOMENTS if row[name] is not None}
    return row | {name: [UUID(each) for each in json.loads(row[name])] for name in LISTS}


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps([str(each) for each in value])
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
