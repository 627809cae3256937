"""The rows of imports, kept beside the log and sealed with a key of their own until the import is over."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    delete,
    false,
    func,
    select,
    update,
)

from chassis.sealing import KeyRing
from chassis.store import Database, Moment

BAD_ROWS_KEPT = 500

ImportRow = dict[str, Any]
BadRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptImport:
    """What is known of an import besides its log: how far it came, and which lines are wrong (their numbers only)."""

    import_id: UUID
    brought_by: UUID
    kept_at: datetime
    handled_rows: int
    bad_rows: list[BadRow]
    has_rows: bool


class ImportRows:
    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database, self._keys = database, keys
        metadata = MetaData(schema=database.schema)
        self._imports = Table(
            "kept_imports",
            metadata,
            Column("import_id", Uuid, primary_key=True),
            Column("brought_by", Uuid, nullable=False),
            Column("kept_at", Moment, nullable=False),
            Column("handled_rows", Integer, nullable=False),
            Column("bad_rows", Text, nullable=False),
            Column("has_rows", Boolean, nullable=False),
        )
        self._parts = Table(
            "kept_import_rows",
            metadata,
            Column("import_id", Uuid, primary_key=True),
            Column("first_number", Integer, primary_key=True),
            Column("row_count", Integer, nullable=False),
            Column("sealed", LargeBinary, nullable=False),
        )
        database.create(metadata)

    def find(self, import_id: UUID) -> KeptImport | None:
        with self._database.reading() as connection:
            row = connection.execute(select(self._imports).where(self._imports.c.import_id == import_id)).first()
        return None if row is None else _kept(row)

    def every(self) -> list[KeptImport]:
        with self._database.reading() as connection:
            return [_kept(row) for row in connection.execute(select(self._imports))]

    def keep(self, import_id: UUID, brought_by: UUID, rows: Sequence[ImportRow], now: datetime) -> bool:
        """Keep one part of a file; False when other rows, or someone else's, are kept in its place."""
        first_number, plain = _part_of(rows)
        part = {
            "import_id": import_id,
            "first_number": first_number,
            "row_count": len(rows),
            "sealed": self._keys.seal(import_id, plain, _context(import_id, first_number)),
        }
        begun = {"import_id": import_id, "brought_by": brought_by, "kept_at": now}
        begun |= {"handled_rows": 0, "bad_rows": "[]", "has_rows": True}
        with self._database.writing() as connection:
            connection.execute(self._database.insert(self._imports).values(begun).on_conflict_do_nothing())
            connection.execute(self._database.insert(self._parts).values(part).on_conflict_do_nothing())
        kept = self.find(import_id)
        return kept is not None and kept.brought_by == brought_by and self.holds(import_id, rows)

    def holds(self, import_id: UUID, rows: Sequence[ImportRow]) -> bool:
        """Whether exactly these rows are kept as one part."""
        first_number, plain = _part_of(rows)
        mine = select(self._parts.c.sealed).where(
            self._parts.c.import_id == import_id, self._parts.c.first_number == first_number
        )
        with self._database.reading() as connection:
            sealed = connection.execute(mine).scalar()
        return sealed is not None and self._keys.open(import_id, sealed, _context(import_id, first_number)) == plain

    def row_count(self, import_id: UUID) -> int:
        counted = select(func.coalesce(func.sum(self._parts.c.row_count), 0))
        with self._database.reading() as connection:
            return int(connection.execute(counted.where(self._parts.c.import_id == import_id)).scalar_one())

    def rows(self, import_id: UUID) -> list[ImportRow]:
        """All rows in the order of the file; none once they are destroyed."""
        mine = select(self._parts).where(self._parts.c.import_id == import_id).order_by(self._parts.c.first_number)
        with self._database.reading() as connection:
            parts = connection.execute(mine).all()
        opened = (self._keys.open(import_id, part.sealed, _context(import_id, part.first_number)) for part in parts)
        return [row for plain in opened if plain is not None for row in json.loads(plain)]

    def note_bad_rows(self, import_id: UUID, bad_rows: Sequence[BadRow]) -> None:
        self._note(import_id, bad_rows=json.dumps(bad_rows[:BAD_ROWS_KEPT]))

    def note_handled(self, import_id: UUID, handled_rows: int) -> None:
        self._note(import_id, handled_rows=handled_rows)

    def destroy_rows(self, import_id: UUID) -> None:
        """The rows and the only key that opens them, in this order: a crash in between leaves nothing readable long."""
        with self._database.writing() as connection:
            connection.execute(delete(self._parts).where(self._parts.c.import_id == import_id))
        self._keys.forget(import_id)
        self._note(import_id, has_rows=False)

    def drop(self, import_id: UUID) -> None:
        """Forget that it was kept; only once its rows are destroyed."""
        mine = self._imports.c.import_id == import_id
        with self._database.writing() as connection:
            connection.execute(delete(self._imports).where(mine, self._imports.c.has_rows == false()))

    def _note(self, import_id: UUID, **noted: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(self._imports).where(self._imports.c.import_id == import_id).values(noted))


def _kept(row: Row[Any]) -> KeptImport:
    return KeptImport(
        row.import_id, row.brought_by, row.kept_at, row.handled_rows, json.loads(row.bad_rows), row.has_rows
    )


def _part_of(rows: Sequence[ImportRow]) -> tuple[int, bytes]:
    return rows[0]["number"], json.dumps(rows, ensure_ascii=False).encode()


def _context(import_id: UUID, first_number: int) -> str:
    return f"import_rows:{import_id}:{first_number}"
