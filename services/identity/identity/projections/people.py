"""The people of the provider: by id, by role in the order of their names."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Integer, LargeBinary, Row, Select, String, Uuid, select, update

from chassis.sealing import KeyRing
from chassis.store import Database, Projection
from identity.domain.person import Person

ROLES = ("patient", "staff", "administrator")

# In Swedish å, ä and ö stand after z; these stand there in ASCII.
AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "ß": "ss", "ð": "d", "þ": "th"})


class People(Projection):
    """Names and numbers stay sealed in the table and are opened for whoever asks."""

    NAME = "people"

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.keys = keys
        super().__init__(database)

    def define(self) -> None:
        self.people = self.table(
            "people",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("status", String(20), nullable=False, index=True),
            *(Column(f"is_{role}", Boolean, nullable=False) for role in ROLES),
            Column("sealed_profile", LargeBinary),
        )

    def with_ids(self, person_ids: Iterable[UUID]) -> list[dict[str, Any]]:
        """Those who exist and are not removed, in no order."""
        ids = list(dict.fromkeys(person_ids))
        shown = self.people.c.status != "removed"
        return self._asked(select(self.people).where(self.people.c.id.in_(ids), shown))

    def with_role(self, role: str, limit: int, after_name: str | None = None) -> list[dict[str, Any]]:
        """Active ones by name. A page ends only where the name changes, so that `after_name` skips nobody."""
        holds = self.people.c[f"is_{role}"]
        found = self._asked(select(self.people).where(holds, self.people.c.status == "active"))
        ordered = sorted(found, key=lambda person: swedish_order(person["name"]))
        if after_name is not None:
            seen = swedish_order(after_name)
            ordered = [person for person in ordered if swedish_order(person["name"]) > seen]
        while 0 < limit < len(ordered) and ordered[limit]["name"] == ordered[limit - 1]["name"]:
            limit += 1
        return ordered[:limit]

    def apply(self, connection: Connection, event: Any) -> None:
        if isinstance(event, Person.Registered):
            self._registered(connection, event)
        elif isinstance(event, Person.StatusChanged):
            self._status_changed(connection, event)

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "sealed_profile": self._profile(row)}

    def _asked(self, question: Select[Any]) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            rows = connection.execute(question).all()
        self.keys.fetch(row.id for row in rows)
        return [self._described(row) for row in rows]

    def _described(self, row: Row[Any]) -> dict[str, Any]:
        profile = self._profile(dict(row._mapping))
        roles = [role for role in ROLES if row._mapping[f"is_{role}"]]
        return described(row.id, profile.get("name"), profile.get("personnummer"), roles, row.status)

    def _profile(self, row: Mapping[str, Any]) -> dict[str, str]:
        """What may still be known: nothing, once the person is forgotten."""
        opened = self.keys.open_text(row["id"], row["sealed_profile"], _context(row["id"]))
        return json.loads(opened) if opened else {}

    def _registered(self, connection: Connection, registered: Person.Registered) -> None:
        person_id = registered.originator_id
        profile = {"name": registered.name, "personnummer": registered.personnummer}
        is_known = registered.name is not None
        row = {
            "id": person_id,
            "version": registered.originator_version,
            "status": "active",
            "sealed_profile": self.keys.seal_text(
                person_id, json.dumps(profile) if is_known else None, _context(person_id)
            ),
        }
        row |= {f"is_{role}": role in registered.roles for role in ROLES}
        self.database.put_newer(connection, self.people, row)

    def _status_changed(self, connection: Connection, changed: Person.StatusChanged) -> None:
        mine = self.people.c.id == changed.originator_id
        connection.execute(
            update(self.people).where(mine).values(status=changed.status, version=changed.originator_version)
        )


def described(
    person_id: UUID, name: str | None, personnummer: str | None, roles: list[str], status: str
) -> dict[str, Any]:
    """A person as the contracts tell it; nothing stands where a forgotten one's name stood."""
    return {
        "id": person_id,
        "name": name or "",
        "initials": initials(name or ""),
        "roles": roles,
        "status": status,
        "personnummer": personnummer or "",
    }


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def swedish_order(name: str) -> tuple[str, str]:
    """A key that sorts names as a Swede expects: å, ä, ö last, other accents beside their letters."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(AFTER_Z)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
    return plain, name


def _context(person_id: UUID) -> str:
    return f"people:{person_id}"
