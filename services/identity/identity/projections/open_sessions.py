"""Which sign-ins are open: for the list of one's own, and for finding those that are over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    LargeBinary,
    String,
    Table,
    Uuid,
    delete,
    or_,
    select,
    update,
)

from chassis.sealing import KeyRing
from chassis.store import Database, Moment, Projection
from identity.domain.person import Person
from identity.domain.session import Session
from identity.domain.support_window import SupportWindows

MOST_SHOWN = 200


class OpenSessions(Projection):
    """A closed session leaves the table. One marked `is_cut_off` was open when its person or support was shut out."""

    NAME = "open_sessions"

    def __init__(self, database: Database, keys: KeyRing, clicks: Table) -> None:
        self.keys, self.clicks = keys, clicks
        super().__init__(database)

    def define(self) -> None:
        self.sessions = self.table(
            "open_sessions",
            Column("id", Uuid, primary_key=True),
            Column("person_id", Uuid, nullable=False, index=True),
            Column("method", String(20), nullable=False),
            Column("broker_session", String(100), index=True),
            Column("sealed_device", LargeBinary),
            Column("opened_at", Moment, nullable=False, index=True),
            Column("ends_at", Moment, nullable=False, index=True),
            Column("is_support", Boolean, nullable=False),
            Column("is_cut_off", Boolean, nullable=False, index=True),
        )
        self.shut_out = self.table("shut_out_people", Column("id", Uuid, primary_key=True))

    def of_person(self, person_id: UUID) -> list[Mapping[str, Any]]:
        """Newest first."""
        sessions = self.sessions.c
        mine = select(self.sessions).where(sessions.person_id == person_id, ~sessions.is_cut_off)
        with self.database.reading() as connection:
            rows = connection.execute(mine.order_by(sessions.opened_at.desc(), sessions.id).limit(MOST_SHOWN)).all()
        return [
            {
                "session_id": row.id,
                "method": row.method,
                "device": self.keys.open_text(row.person_id, row.sealed_device, _context(row.id)),
                "opened_at": row.opened_at,
            }
            for row in rows
        ]

    def of_broker(self, broker_session: str) -> list[UUID]:
        theirs = select(self.sessions.c.id).where(self.sessions.c.broker_session == broker_session)
        with self.database.reading() as connection:
            return list(connection.execute(theirs).scalars())

    def perhaps_over(self, now: datetime, longest_idle: timedelta) -> list[UUID]:
        """Sessions that are over unless a call keeps them: the log and the calls decide, this only finds them fast."""
        sessions, clicked_at = self.sessions.c, self.clicks.c.clicked_at
        quiet_since = now - longest_idle
        is_idle = (sessions.opened_at <= quiet_since) & (clicked_at.is_(None) | (clicked_at <= quiet_since))
        found = (
            select(sessions.id)
            .outerjoin(self.clicks, self.clicks.c.session_id == sessions.id)
            .where(or_(sessions.is_cut_off, sessions.ends_at <= now, is_idle))
            .order_by(sessions.is_cut_off.desc(), sessions.opened_at)
        )
        with self.database.reading() as connection:
            return list(connection.execute(found).scalars())

    def apply(self, connection: Connection, event: Any) -> None:
        match event:
            case Session.Opened():
                self._opened(connection, event)
            case Session.Closed():
                connection.execute(delete(self.sessions).where(self.sessions.c.id == event.originator_id))
            case Person.StatusChanged():
                self._status_changed(connection, event.originator_id, is_active=event.status == "active")
            case Person.Restored():
                self._status_changed(connection, event.originator_id, is_active=True)
            case SupportWindows.Closed():
                self._cut_off(connection, self.sessions.c.is_support)

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if "sealed_device" not in row:
            return dict(row)
        device = self.keys.open_text(row["person_id"], row["sealed_device"], _context(row["id"]))
        return {**row, "sealed_device": device}

    def _opened(self, connection: Connection, opened: Session.Opened) -> None:
        session_id, person_id = opened.originator_id, opened.person_id
        shut_out = select(self.shut_out.c.id).where(self.shut_out.c.id == person_id)
        row = {
            "id": session_id,
            "person_id": person_id,
            "method": opened.method,
            "broker_session": opened.broker_session,
            "sealed_device": self.keys.seal_text(person_id, opened.device, _context(session_id)),
            "opened_at": opened.timestamp,
            "ends_at": opened.ends_at,
            "is_support": opened.is_support,
            "is_cut_off": connection.execute(shut_out).first() is not None,
        }
        connection.execute(self.sessions.insert().values(row))

    def _status_changed(self, connection: Connection, person_id: UUID, *, is_active: bool) -> None:
        if is_active:
            connection.execute(delete(self.shut_out).where(self.shut_out.c.id == person_id))
            return
        connection.execute(self.database.insert(self.shut_out).values(id=person_id).on_conflict_do_nothing())
        self._cut_off(connection, self.sessions.c.person_id == person_id)

    def _cut_off(self, connection: Connection, which: Any) -> None:
        connection.execute(update(self.sessions).where(which).values(is_cut_off=True))


def _context(session_id: UUID) -> str:
    return f"open_sessions:{session_id}"
