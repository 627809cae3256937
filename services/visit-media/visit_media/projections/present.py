"""Who is in which visit's room now, who waits for it, and in which order people first came."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, String, Table, Uuid, delete, select

from chassis.store import Moment, Projection
from visit_media.domain.attendance import Attendance
from visit_media.domain.waiting_room import WaitingRoom


class Present(Projection):
    NAME = "present_v2"

    def define(self) -> None:
        self.connections = self.table(
            "open_connections_v2",
            Column("visit_id", Uuid, primary_key=True),
            Column("connection_id", String(200), primary_key=True),
            Column("person_id", Uuid, nullable=False),
            Column("since", Moment, nullable=False),
        )
        self.arrivals = self.table(
            "arrivals",
            Column("visit_id", Uuid, primary_key=True),
            Column("person_id", Uuid, primary_key=True),
            Column("since", Moment, nullable=False),
        )
        self.waiting = self.table(
            "waiting",
            Column("visit_id", Uuid, primary_key=True),
            Column("person_id", Uuid, primary_key=True),
            Column("since", Moment, nullable=False, index=True),
        )

    def in_visits(self, visit_ids: Iterable[UUID]) -> list[dict[str, Any]]:
        """For each of these visits those who are in it, who wait for it, and who ever came, in the order of coming."""
        wanted = list(dict.fromkeys(visit_ids))
        with self.database.reading() as connection:
            present, waiting, arrivals = (
                _people(connection, table, wanted) for table in (self.connections, self.waiting, self.arrivals)
            )
        return [
            {
                "visit_id": visit_id,
                "person_ids": present[visit_id],
                "waiting_ids": waiting[visit_id],
                "arrival_ids": arrivals[visit_id],
            }
            for visit_id in wanted
        ]

    def waiting_since(self, before: datetime) -> list[tuple[UUID, UUID]]:
        """Visit and person of everyone who has waited since before then."""
        waiting = self.waiting.c
        with self.database.reading() as connection:
            rows = connection.execute(select(waiting.visit_id, waiting.person_id).where(waiting.since < before))
            return [(row.visit_id, row.person_id) for row in rows]

    def visits_with_somebody(self) -> tuple[list[UUID], int]:
        """The visits with an open connection, and the log position at which that was so."""
        with self.database.reading() as connection:
            position = self.bookmarks.get(self.NAME, connection)
            rows = connection.execute(select(self.connections.c.visit_id).distinct())
            return [row.visit_id for row in rows], position

    def apply(self, connection: Connection, event: Any) -> None:
        if isinstance(event, Attendance.Joined):
            who = {"visit_id": event.originator_id, "person_id": event.person_id, "since": event.timestamp}
            connection.execute(self.connections.insert().values(who | {"connection_id": event.connection_id}))
            connection.execute(self.database.insert(self.arrivals).values(who).on_conflict_do_nothing())
        elif isinstance(event, Attendance.Left):
            mine = self.connections.c
            connection.execute(
                delete(self.connections).where(
                    mine.visit_id == event.originator_id, mine.connection_id == event.connection_id
                )
            )
        elif isinstance(event, WaitingRoom.BeganWaiting):
            who = {"visit_id": event.visit_id, "person_id": event.person_id, "since": event.timestamp}
            connection.execute(self.waiting.insert().values(who))
        elif isinstance(event, WaitingRoom.StoppedWaiting):
            mine = self.waiting.c
            connection.execute(
                delete(self.waiting).where(mine.visit_id == event.visit_id, mine.person_id == event.person_id)
            )


def _people(connection: Connection, table: Table, visit_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Visit → persons, each once, in the order of coming."""
    people: dict[UUID, dict[UUID, None]] = {visit_id: {} for visit_id in visit_ids}
    rows = select(table.c.visit_id, table.c.person_id).where(table.c.visit_id.in_(visit_ids))
    for visit_id, person_id in connection.execute(rows.order_by(table.c.since, table.c.person_id)):
        people[visit_id][person_id] = None
    return {visit_id: list(each) for visit_id, each in people.items()}
