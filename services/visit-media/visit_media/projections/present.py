"""Who is in which visit's room now."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, String, Uuid, delete, select

from chassis.store import Moment, Projection
from visit_media.domain.attendance import Attendance


class Present(Projection):
    NAME = "present"

    def define(self) -> None:
        self.connections = self.table(
            "open_connections",
            Column("visit_id", Uuid, primary_key=True),
            Column("connection_id", String(200), primary_key=True),
            Column("person_id", Uuid, nullable=False),
            Column("joined_at", Moment, nullable=False),
        )

    def in_visits(self, visit_ids: Iterable[UUID]) -> list[dict[str, Any]]:
        """For each of these visits those who are in it, in the order of coming."""
        there: dict[UUID, dict[UUID, None]] = {visit_id: {} for visit_id in visit_ids}
        open_ones = self.connections.c
        question = select(open_ones.visit_id, open_ones.person_id).order_by(open_ones.joined_at)
        with self.database.reading() as connection:
            for visit_id, person_id in connection.execute(question.where(open_ones.visit_id.in_(list(there)))):
                there[visit_id][person_id] = None
        return [{"visit_id": visit_id, "person_ids": list(people)} for visit_id, people in there.items()]

    def visits_with_somebody(self) -> tuple[list[UUID], int]:
        """The visits with an open connection, and the log position at which that was so."""
        with self.database.reading() as connection:
            position = self.bookmarks.get(self.NAME, connection)
            rows = connection.execute(select(self.connections.c.visit_id).distinct())
            return [row.visit_id for row in rows], position

    def apply(self, connection: Connection, event: Any) -> None:
        if isinstance(event, Attendance.Joined):
            row = {
                "visit_id": event.originator_id,
                "connection_id": event.connection_id,
                "person_id": event.person_id,
                "joined_at": event.timestamp,
            }
            connection.execute(self.connections.insert().values(row))
        elif isinstance(event, Attendance.Left):
            mine = self.connections.c
            connection.execute(
                delete(self.connections).where(
                    mine.visit_id == event.originator_id, mine.connection_id == event.connection_id
                )
            )
