"""Who is connected to a visit, and by which sign-in: what identity has heard from visit-media (Q1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, String, Uuid, case, func, select

from chassis.store import Delivery, HeardView, Moment
from chassis.store.asking import QuestionOfSome

MOMENTS: Final = {"participant_joined": "joined_at", "participant_left": "left_at"}
# A call of which nobody told the end does not keep a session open for ever.
LONGEST_CALL = timedelta(hours=24)

Told = Sequence[datetime | None]
"""When the latest open connection was made, and when the last one ended."""


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
        latest_open = func.max(case((row.left_at.is_(None), row.joined_at)))
        told = (latest_open, func.max(row.left_at))
        by_session = select(row.session_id, *told).group_by(row.session_id)
        by_person = select(row.person_id, *told).where(row.session_id.is_(None)).group_by(row.person_id)
        self._of_sessions = QuestionOfSome(self.database, by_session, row.session_id)
        self._of_people = QuestionOfSome(self.database, by_person, row.person_id)

    def of(self, whose: Mapping[UUID, UUID], now: datetime) -> dict[UUID, tuple[bool, datetime | None]]:
        """Whether each of these sessions of persons is in a call now, and when it last left one.

        A connection that does not say by which sign-in it was made counts for all of its person's.
        """
        of_sessions = {session_id: told for session_id, *told in self._of_sessions.rows(whose)}
        of_people = {person_id: told for person_id, *told in self._of_people.rows(whose.values())}
        nothing = (None, None)
        return {
            session_id: _in_call(of_sessions.get(session_id, nothing), of_people.get(person_id, nothing), now)
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


def _in_call(of_session: Told, of_person: Told, now: datetime) -> tuple[bool, datetime | None]:
    joined, left = ([at for at in ats if at is not None] for ats in zip(of_session, of_person, strict=True))
    return bool(joined) and now - max(joined) < LONGEST_CALL, max(left, default=None)
