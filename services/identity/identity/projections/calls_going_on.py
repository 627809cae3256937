"""Who is connected to a visit, and by which sign-in: what identity has heard from visit-media (Q1)."""

from collections import defaultdict
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
        of_people = and_(row.session_id.is_(None), row.person_id.in_(bindparam("people", expanding=True)))
        latest_open = func.max(case((row.left_at.is_(None), row.joined_at)))
        self._asked_at_every_request = (
            select(row.session_id, row.person_id, latest_open, func.max(row.left_at))
            .where(or_(row.session_id.in_(bindparam("sessions", expanding=True)), of_people))
            .group_by(row.session_id, row.person_id)
        )

    def of(self, whose: Mapping[UUID, UUID], now: datetime) -> dict[UUID, tuple[bool, datetime | None]]:
        """Whether each of these sessions of persons is in a call now, and when it last left one.

        A connection that does not say by which sign-in it was made counts for all of its person's.
        """
        theirs = {"sessions": [*whose], "people": [*set(whose.values())]}
        told: dict[UUID, list[tuple[datetime | None, datetime | None]]] = defaultdict(list)
        with self.database.reading() as connection:
            for session_id, person_id, joined_at, left_at in connection.execute(self._asked_at_every_request, theirs):
                told[session_id or person_id].append((joined_at, left_at))
        return {
            session_id: _in_call(told.get(session_id, []) + told.get(person_id, []), now)
            for session_id, person_id in whose.items()
        }

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


def _in_call(told: list[tuple[datetime | None, datetime | None]], now: datetime) -> tuple[bool, datetime | None]:
    joined = [joined_at for joined_at, _ in told if joined_at is not None]
    left = [left_at for _, left_at in told if left_at is not None]
    return bool(joined) and now - max(joined) < LONGEST_CALL, max(left, default=None)
