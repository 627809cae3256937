"""A small service of its own: a diary whose notes are personal, with one read model."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Uuid, select

from chassis.domain import Aggregate, event
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, EventLog, Place, Projection, open_application, retrying

MASTER_KEY = bytes(range(32))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Note(Aggregate):
    class Written(Aggregate.Created):
        personal = ("words",)
        colour: str
        words: str | None

    class Reworded(Aggregate.Event):
        personal = ("words",)
        words: str | None

    @event(Written)
    def __init__(self, id: UUID, colour: str, words: str | None, timestamp: datetime) -> None:
        self._id, self.colour, self.words, self.written_at = id, colour, words, timestamp

    def reword(self, words: str | None, now: datetime) -> None:
        self._reworded(words=words, timestamp=now)

    @event(Reworded)
    def _reworded(self, words: str | None, timestamp: datetime) -> None:
        self.words = words


class Diary(EventLog):
    def write(self, note_id: UUID, words: str | None, colour: str = "blue") -> int:
        return self.record(Note(id=note_id, colour=colour, words=words, timestamp=NOON))

    @retrying
    def append(self, note_id: UUID, word: str) -> int:
        note = self.find(Note, note_id)
        assert note is not None
        note.reword(f"{note.words} {word}", NOON)
        return self.record(note)


class Notes(Projection):
    NAME = "notes"

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.keys = keys
        super().__init__(database)

    def define(self) -> None:
        self.notes = self.table(
            self.NAME,
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("colour", String(20)),
            Column("sealed_words", LargeBinary),
        )

    def apply(self, connection: Connection, event: Any) -> None:
        row = {"id": event.originator_id, "version": event.originator_version, "colour": "blue"}
        context = f"notes:{event.originator_id}"
        row["sealed_words"] = self.keys.seal_text(event.originator_id, event.words, context)
        self.database.put_newer(connection, self.notes, row)

    def opened(self, row: Any) -> dict[str, Any]:
        words = self.keys.open_text(row["id"], row["sealed_words"], f"notes:{row['id']}")
        return {**row, "sealed_words": words}

    def words_of(self, note_id: UUID) -> str | None:
        with self.database.reading() as connection:
            row = connection.execute(select(self.notes).where(self.notes.c.id == note_id)).mappings().one()
        words: str | None = self.opened(row)["sealed_words"]
        return words


class OtherNotes(Notes):
    """The same once more, as another read model of the same log."""

    NAME = "other_notes"


class Parts:
    """The diary on one place."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.place = Place.of("diary", environment)
        self.keys = KeyRing(self.place, MASTER_KEY)
        self.diary = open_application(Diary, self.place, sealed_by(self.keys))
        self.database = Database(self.place)
        self.notes = Notes(self.database, self.keys)

    def close(self) -> None:
        self.diary.close()
        self.database.close()
        self.keys.database.close()


def on_files(folder: Path) -> Parts:
    return Parts({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(folder)})
