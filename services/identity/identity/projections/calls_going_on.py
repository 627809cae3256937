"""Who is connected to a visit, and by which sign-in: what identity has heard from visit-media (Q1)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, String, Uuid, and_, bindparam, case, func, or_, select

from chassis.store import Delivery, HeardView, Moment

MOMENTS: Final = {"participant_joined": "joined_at", "participant_left": "left_at"}
# A call of which nobody told the end does not keep a session open for ever.
LONGEST_CALL = timedelta(hours=24)


class CallsGoingOn(HeardView):
    NAME = "calls_going_on"
    SOURCES = ("visit-media",)

    def define(self) -> None:
        self.connections = self.table(
            "call_connections",
            Column("visit_id", Uuid, primary_key=True),
            Column("connection_id", String(100), primary_key=True),
            Column("person_id", Uuid, nullable=False, index=True),
            Column("session_id", Uuid, index=True),
            Column("joined_at", Moment),
            Column("left_at", Moment),
        )
        row = self.connections.c
        of_person = and_(row.session_id.is_(None), row.person_id == bindparam("person"))
        latest_open = func.max(case((row.left_at.is_(None), row.joined_at)))
        self._asked_at_every_request = select(latest_open, func.max(row.left_at)).where(
            or_(row.session_id == bindparam("session"), of_person)
        )

    def of(self, session_id: UUID, person_id: UUID, now: datetime) -> tuple[bool, datetime | None]:
        """Whether a session is in a call now, and when it last left one.

        A connection that does not say by which sign-in it was made counts for all of its person's.
        """
        mine = {"session": session_id, "person": person_id}
        with self.database.reading() as connection:
            joined_at, left_at = connection.execute(self._asked_at_every_request, mine).one()
        return joined_at is not None and now - joined_at < LONGEST_CALL, left_at

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        """Each event writes its own moment, so that it does not matter which of the two comes first."""
        moment = MOMENTS.get(delivery.event)
        if moment is None:  # visit-media tells more than who is in a call, and a rebuild reads all of it
            return
        key = {name: fields[name] for name in ("visit_id", "connection_id")}
        told = {moment: fields[moment]}
        row = key | told | {"person_id": fields["person_id"], "session_id": fields["session_id"]}
        inserted = self.database.insert(self.connections).values(row)
        connection.execute(inserted.on_conflict_do_update(index_elements=list(key), set_=told))
