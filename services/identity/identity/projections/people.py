"""The people of the provider: by id, and by what changed last."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Row,
    String,
    Uuid,
    bindparam,
    func,
    or_,
    select,
    update,
)

from chassis.sealing import KeyRing
from chassis.store import Database, Projection
from identity.domain.number_kind import number_kind
from identity.domain.person import Person
from identity.projections.swedish_names import initials

ROLES = ("patient", "staff", "administrator", "support")
IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """One row, opened as far as a directory needs; no name once the person is removed or forgotten."""

    id: UUID
    changed: int
    roles: list[str]
    status: str
    name: str | None


class People(Projection):
    """Names and numbers stay sealed in the table and are opened for whoever asks.

    `changed` counts the changes of the whole table; each row holds the count of its own last change, so that
    whoever remembers the highest one asks only for what came after. Rows are never taken away, or it would go back.
    """

    NAME = "persons"

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.keys = keys
        super().__init__(database)

    def define(self) -> None:
        self.people = self.table(
            "persons",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("changed", BigInteger, nullable=False, index=True),
            Column("status", String(20), nullable=False),
            *(Column(f"is_{role}", Boolean, nullable=False) for role in ROLES),
            Column("sealed_number", LargeBinary),
            Column("sealed_profile", LargeBinary),
        )
        # Said once: they are asked so often that saying them would cost more than asking.
        columns = self.people.c
        opened = (columns.id, columns.changed, columns.status, columns.sealed_profile)
        roles = tuple(columns[f"is_{role}"] for role in ROLES)
        later = select(*opened, *roles).where(columns.changed > bindparam("seen")).order_by(columns.changed)
        self._later = later.limit(bindparam("most"))
        self._these = select(self.people).where(columns.id.in_(bindparam("ids", expanding=True)))
        self._highest = select(func.coalesce(func.max(columns.changed), 0))

    def with_ids(self, person_ids: Iterable[UUID]) -> list[dict[str, Any]]:
        """Those who exist and are not removed, in no order."""
        return [self._described(row) for row in self._with_ids(person_ids) if row.status != "removed"]

    def name_of(self, person_id: UUID) -> str | None:
        """The name of anyone who is not forgotten, removed or not."""
        rows = self._with_ids([person_id])
        return self._profile(person_id, rows[0].sealed_profile).get("name") if rows else None

    def changed_since(self, changed: int, limit: int) -> list[Changed]:
        """Whose row changed after this count, in that order, at most so many."""
        with self.database.reading() as connection:
            rows = connection.execute(self._later, {"seen": changed, "most": limit}).all()
        self.keys.fetch(row.id for row in rows if row.status != "removed")
        return [self._changed(row) for row in rows]

    def exported(self, roles: Iterable[str], after: UUID | None, limit: int) -> list[dict[str, Any]]:
        """Whoever holds one of the roles and is not removed, by id, from after one id on."""
        columns = self.people.c
        wanted = select(self.people).where(or_(*(columns[f"is_{role}"] for role in roles)), columns.status != "removed")
        if after is not None:
            wanted = wanted.where(columns.id > after)
        with self.database.reading() as connection:
            rows = connection.execute(wanted.order_by(columns.id).limit(limit)).all()
        self.keys.fetch(row.id for row in rows)
        return [self._exported(row) for row in rows]

    def apply(self, connection: Connection, event: Any) -> None:
        if isinstance(event, Person.Registered):
            self.database.put_newer(connection, self.people, self.row_of(event, self._next_change(connection)))
        elif isinstance(event, Person.ProfileChanged):
            self._write(connection, event, sealed_profile=self._sealed_profile(event))
        elif isinstance(event, Person.RolesChanged):
            self._write(connection, event, **_held(event.roles))
        elif isinstance(event, Person.StatusChanged):
            self._write(connection, event, status=event.status)
        elif isinstance(event, Person.Restored):
            self._write(connection, event, status="active")

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        person_id = row["id"]
        profile, number = self._profile(person_id, row["sealed_profile"]), self._number(person_id, row["sealed_number"])
        return {**row, "sealed_profile": profile, "sealed_number": number}

    def _with_ids(self, person_ids: Iterable[UUID]) -> list[Row[Any]]:
        ids = list(dict.fromkeys(person_ids))
        rows: list[Row[Any]] = []
        with self.database.reading() as connection:
            for start in range(0, len(ids), IDS_AT_ONCE):
                rows += connection.execute(self._these, {"ids": ids[start : start + IDS_AT_ONCE]}).all()
        self.keys.fetch(row.id for row in rows)
        return rows

    def _described(self, row: Row[Any]) -> dict[str, Any]:
        name = self._profile(row.id, row.sealed_profile).get("name")
        return described(row.id, name, self._number(row.id, row.sealed_number), _roles(row), row.status)

    def _exported(self, row: Row[Any]) -> dict[str, Any]:
        profile = self._profile(row.id, row.sealed_profile)
        told = {field: profile.get(field) for field in ("phone", "email", "hsa_id")}
        number = self._number(row.id, row.sealed_number) or ""
        return {
            "id": row.id,
            "personnummer": number,
            "number_kind": number_kind(number),
            "roles": _roles(row),
            "name": profile.get("name") or "",
            **told,
            "language": profile.get("language") or "sv",
            "status": row.status,
        }

    def _changed(self, row: Row[Any]) -> Changed:
        name = None if row.status == "removed" else self._profile(row.id, row.sealed_profile).get("name")
        return Changed(row.id, row.changed, _roles(row), row.status, name)

    def _profile(self, person_id: UUID, sealed: bytes | None) -> dict[str, str]:
        """What may still be known: nothing, once the person is forgotten."""
        opened = self.keys.open_text(person_id, sealed, _context(person_id, "profile"))
        return json.loads(opened) if opened else {}

    def _number(self, person_id: UUID, sealed: bytes | None) -> str | None:
        return self.keys.open_text(person_id, sealed, _context(person_id, "number"))

    def row_of(self, registered: Person.Registered, changed: int) -> dict[str, Any]:
        """The first row of a person, sealed; `changed` is the count of the table's changes with this one."""
        person_id = registered.originator_id
        return {
            "id": person_id,
            "version": registered.originator_version,
            "changed": changed,
            "status": "active",
            "sealed_number": self.keys.seal_text(person_id, registered.personnummer, _context(person_id, "number")),
            "sealed_profile": self._sealed_profile(registered),
            **_held(registered.roles),
        }

    def _write(self, connection: Connection, event: Any, **values: Any) -> None:
        mine = self.people.c.id == event.originator_id
        counted = {"version": event.originator_version, "changed": self._next_change(connection)}
        connection.execute(update(self.people).where(mine).values(**values, **counted))

    def _next_change(self, connection: Connection) -> int:
        """One more than the highest count, so that a rebuilt table counts the same."""
        return int(connection.execute(self._highest).scalar_one()) + 1

    def _sealed_profile(self, event: Person.Registered | Person.ProfileChanged) -> bytes | None:
        if event.name is None:  # forgotten before it was followed
            return None
        profile = {name: getattr(event, name) for name in ("name", "phone", "email", "hsa_id", "language")}
        person_id = event.originator_id
        return self.keys.seal_text(person_id, json.dumps(profile), _context(person_id, "profile"))


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


def described_holder(person: Person) -> dict[str, Any]:
    """Whoever holds a number, removed or not: enough to be recognised by one who knew it already."""
    return {
        "person_id": person.id,
        "initials": initials(person.name or ""),
        "roles": person.roles,
        "status": person.status,
    }


def described_profile(person: Person) -> dict[str, Any]:
    """All that is kept of a person, as the contracts tell it."""
    return {
        **described(person.id, person.name, person.personnummer, person.roles, person.status),
        "version": person.version,
        "number_kind": number_kind(person.personnummer or ""),
        "phone": person.phone,
        "email": person.email,
        "hsa_id": person.hsa_id,
        "language": person.language,
        "registered_at": person.registered_at,
        "status_changed_at": person.status_changed_at,
    }


def _roles(row: Row[Any]) -> list[str]:
    return [role for role in ROLES if row._mapping[f"is_{role}"]]


def _held(roles: list[str]) -> dict[str, bool]:
    return {f"is_{role}": role in roles for role in ROLES}


def _context(person_id: UUID, part: str) -> str:
    return f"persons:{part}:{person_id}"
