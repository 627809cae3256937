"""The peer of the people search: the same names in the clear, their words in an indexed SQL table."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from identity.projections.swedish_names import swedish_order, words

TABLES = """
    CREATE TABLE people (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, personnummer TEXT NOT NULL,
        status TEXT NOT NULL, is_patient INTEGER NOT NULL, place TEXT NOT NULL
    );
    CREATE TABLE words (word TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (word, number)) WITHOUT ROWID;
    CREATE INDEX people_in_order ON people (is_patient, status, place, id);
"""
LAST_LETTER = chr(0x10FFFF)


class PlainNames:
    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.executescript(TABLES)

    def put(self, people: Iterable[tuple[UUID, str, str]]) -> None:
        with self._connection as connection:
            for number, (person_id, name, personnummer) in enumerate(people):
                place = "\0".join(swedish_order(name))
                row = (number, str(person_id), name, personnummer, "active", 1, place)
                connection.execute("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                connection.executemany("INSERT INTO words VALUES (?, ?)", [(word, number) for word in words(name)])
        self._connection.execute("ANALYZE")

    def search(self, text: str, limit: int) -> tuple[list[UUID], int]:
        """The first page by name, and how many there are on all pages."""
        beginnings = words(text)
        asked = "FROM people WHERE is_patient = 1 AND status IN ('active', 'inactive')" + (
            " AND number IN (SELECT number FROM words WHERE word >= ? AND word < ?)" * len(beginnings)
        )
        spans = [bound for beginning in beginnings for bound in (beginning, beginning + LAST_LETTER)]
        page = self._connection.execute(
            f"SELECT id, name, personnummer, status {asked} ORDER BY place, id LIMIT ?", [*spans, limit + 1]
        ).fetchall()
        [[total]] = self._connection.execute(f"SELECT count(*) {asked}", spans)
        return [UUID(row[0]) for row in page[:limit]], total

    def close(self) -> None:
        self._connection.close()
