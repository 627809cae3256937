"""Which sign-ins are over: whoever came by one of them has to go, and comes in by it no more."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Uuid, delete, select

from chassis.store import Delivery, HeardView, Moment

KEPT = timedelta(hours=48)
"""Far longer than a token for a room lives: after that the token is refused for its age."""
TIDIED_EVERY = 100


class EndedSessions(HeardView):
    """What is old is let go, so that this view is never rebuilt and compared."""

    NAME = "ended_sessions"
    SOURCES = ("identity",)

    def define(self) -> None:
        self.sessions = self.table(
            "ended_sessions",
            Column("id", Uuid, primary_key=True),
            Column("ended_at", Moment, nullable=False, index=True),
        )

    def has_ended(self, session_id: UUID | None) -> bool:
        if session_id is None:  # a token of before sessions were told, for its last minutes
            return False
        with self.database.reading() as connection:
            found = select(self.sessions.c.id).where(self.sessions.c.id == session_id)
            return connection.execute(found).first() is not None

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        ended = {"id": fields["session_id"], "ended_at": fields["ended_at"]}
        connection.execute(self.database.insert(self.sessions).values(ended).on_conflict_do_nothing())
        if delivery.position % TIDIED_EVERY == 0:
            too_old = self.sessions.c.ended_at < datetime.now(UTC) - KEPT
            connection.execute(delete(self.sessions).where(too_old))
