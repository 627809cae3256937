"""The access log as it is asked: by whose data it was, by who it was, by which role they held."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, String, Uuid, and_, or_, select

from audit.domain.access import Access
from chassis.store import Moment, Projection

TOLD = ("actor_id", "roles", "method", "strength", "session_id", "unit", "action", "kind", "outcome", "code")


class Accesses(Projection):
    NAME = "accesses"

    def define(self) -> None:
        self.accesses = self.table(
            "accesses",
            Column("id", Uuid, primary_key=True),
            Column("at", Moment, nullable=False),
            Column("actor_id", Uuid),
            Column("roles", JSON, nullable=False),
            Column("method", String(20)),
            Column("strength", String(20)),
            Column("session_id", Uuid),
            Column("unit", String(100), nullable=False),
            Column("action", String(61), nullable=False),
            Column("kind", String(10), nullable=False),
            Column("subject_ids", JSON, nullable=False),
            Column("outcome", String(10), nullable=False),
            Column("code", String(60)),
        )
        self.found_by = self.table(
            "accesses_found_by",
            Column("key", String(50), primary_key=True),
            Column("at", Moment, primary_key=True),
            Column("access_id", Uuid, primary_key=True),
        )
        # Made once, not for each event: to make one takes longer than to carry it out.
        self._note, self._find_by = self.accesses.insert(), self.found_by.insert()

    def of(
        self, *, subject_id: UUID | None, actor_id: UUID | None, role: str | None, before: UUID | None, limit: int
    ) -> tuple[list[dict[str, Any]], bool]:
        """Newest first, and whether there are more; after the access `before`, when it is known."""
        key = _subject(subject_id) if subject_id else _actor(actor_id) if actor_id else _role(role or "")
        found = self.found_by.c
        wanted = select(found.access_id).where(found.key == key)
        with self.database.reading() as connection:
            if before is not None:
                last = connection.execute(select(self.accesses.c.at).where(self.accesses.c.id == before)).scalar()
                if last is not None:
                    wanted = wanted.where(or_(found.at < last, and_(found.at == last, found.access_id < before)))
            newest = wanted.order_by(found.at.desc(), found.access_id.desc()).limit(limit + 1)
            access_ids = list(connection.execute(newest).scalars())
            page = select(self.accesses).where(self.accesses.c.id.in_(access_ids[:limit]))
            rows = {row["id"]: dict(row) for row in connection.execute(page).mappings()}
        return [_described(rows[access_id]) for access_id in access_ids[:limit]], len(access_ids) > limit

    def apply(self, connection: Connection, event: Any) -> None:
        self.apply_all(connection, [event])

    def apply_all(self, connection: Connection, events: Sequence[Any]) -> None:
        noted = [event for event in events if isinstance(event, Access.Noted)]
        if noted:
            connection.execute(self._note, [_row(each) for each in noted])
        keys = [
            {"key": key, "at": each.timestamp, "access_id": each.originator_id} for each in noted for key in _keys(each)
        ]
        if keys:
            connection.execute(self._find_by, keys)


def _row(noted: Access.Noted) -> dict[str, Any]:
    return {name: getattr(noted, name) for name in TOLD} | {
        "id": noted.originator_id,
        "at": noted.timestamp,
        "subject_ids": [str(each) for each in noted.subject_ids],
    }


def _keys(noted: Access.Noted) -> Iterator[str]:
    if noted.actor_id is not None:
        yield _actor(noted.actor_id)
    yield from (_subject(each) for each in dict.fromkeys(noted.subject_ids))
    yield from (_role(each) for each in dict.fromkeys(noted.roles))


def _subject(person_id: UUID) -> str:
    return f"subject {person_id}"


def _actor(person_id: UUID) -> str:
    return f"actor {person_id}"


def _role(role: str) -> str:
    return f"role {role}"


def _described(row: dict[str, Any]) -> dict[str, Any]:
    access_id = row.pop("id")
    return {**row, "access_id": access_id, "subject_ids": [UUID(each) for each in row["subject_ids"]]}
