"""Who may book and be booked, and who is to leave their visits: what booking has heard from identity."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, Integer, String, Uuid, select, update

from booking.domain.participant import Leaver, Participant
from chassis.store import Delivery, HeardView, Moment
from chassis.store.asking import QuestionOfSome

PATIENCE_SECONDS = 1.0
HEARD = ("user_registered", "user_status_changed", "user_roles_changed")
"""Of all that identity tells; a rebuild is given the rest as well."""
SWEEPS = 2
MADE_OF_TIME = ("sweeps_left", "due_at")
"""What is still to be done is no part of what was heard, and is not compared when the view is rebuilt."""


class People(HeardView):
    NAME = "people"
    SOURCES = ("identity",)

    def define(self) -> None:
        self.people = self.table(
            "people",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("roles", JSON, nullable=False),
            Column("status", String(20), nullable=False),
        )
        self.leavers = self.table(
            "leavers",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("changed_by", Uuid, nullable=False),
            Column("sweeps_left", Integer, nullable=False, index=True),
            Column("due_at", Moment, nullable=False),
        )
        people = self.people.c
        self._those = QuestionOfSome(self.database, select(people.id, people.roles, people.status), people.id)

    def known(self, person_id: UUID) -> Participant | None:
        """One person. Someone added a moment ago may still be on the way here, and is waited for briefly."""
        return self.known_among([person_id]).get(person_id)

    def known_among(self, person_ids: Iterable[UUID]) -> dict[UUID, Participant]:
        """Those of several who are known, or will be in a moment."""
        wanted = set(person_ids)

        def all_of_them() -> dict[UUID, Participant] | None:
            found = self._find(wanted)
            return found if len(found) == len(wanted) else None

        return self.wait_for(all_of_them, PATIENCE_SECONDS) or self._find(wanted)

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        if delivery.event not in HEARD:
            return
        row = {
            "id": fields["user_id"],
            "version": delivery.aggregate_version,
            "roles": sorted(fields["roles"]),
            "status": fields["status"],
        }
        self.database.put_newer(connection, self.people, row)
        if "changed_by" in fields:  # a new person has no visits to leave
            leaver = {
                "id": fields["user_id"],
                "version": delivery.aggregate_version,
                "changed_by": fields["changed_by"],
                "sweeps_left": SWEEPS,
                "due_at": datetime.now(UTC),
            }
            self.database.put_newer(connection, self.leavers, leaver)

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in MADE_OF_TIME}

    def due(self, now: datetime, limit: int) -> Sequence[Leaver]:
        """Whoever is to be taken out of visits now, as they are known now."""
        people, leavers = self.people.c, self.leavers.c
        waiting = (
            select(people.id, people.roles, people.status, leavers.version, leavers.changed_by)
            .join_from(self.leavers, self.people, people.id == leavers.id)
            .where(leavers.sweeps_left > 0, leavers.due_at <= now)
            .order_by(leavers.due_at, leavers.id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            rows = connection.execute(waiting).all()
        return [
            Leaver(Participant(row.id, frozenset(row.roles), row.status), row.version, row.changed_by) for row in rows
        ]

    def swept(self, leaver: Leaver, next_due_at: datetime) -> None:
        """All visits of this person were seen to, unless something newer was heard of them meanwhile."""
        mine = self.leavers.c
        done = update(self.leavers).where(mine.id == leaver.person.id, mine.version == leaver.version)
        with self.database.writing() as connection:
            connection.execute(done.values(sweeps_left=mine.sweeps_left - 1, due_at=next_due_at))

    def _find(self, person_ids: Iterable[UUID]) -> dict[UUID, Participant]:
        found = self._those.rows(person_ids)
        return {person_id: Participant(person_id, frozenset(roles), status) for person_id, roles, status in found}
