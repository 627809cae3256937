"""What went out by SMS and e-mail, what became of it, and what is to be tried next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Uuid, and_, func, or_, select, update

from chassis.store import Moment, Projection
from notifications.domain.back_off import LONGEST
from notifications.domain.notice import Notice

TOLD = (
    "id",
    "person_id",
    "visit_id",
    "channel",
    "kind",
    "state",
    "attempts",
    "asked_at",
    "sent_at",
    "delivered_at",
    "next_attempt_at",
    "why",
)


class SentNotices(Projection):
    """Numbered in the order of the log, which no clock disturbs."""

    NAME = "sent_notices"

    def define(self) -> None:
        self.notices = self.table(
            "sent_notices",
            Column("id", Uuid, primary_key=True),
            Column("number", BigInteger, nullable=False, unique=True),
            Column("person_id", Uuid, nullable=False, index=True),
            Column("visit_id", Uuid, nullable=False, index=True),
            Column("channel", String(10), nullable=False),
            Column("kind", String(20), nullable=False),
            Column("state", String(12), nullable=False, index=True),
            Column("attempts", Integer, nullable=False),
            Column("starts_at", Moment, nullable=False),
            Column("asked_at", Moment, nullable=False),
            Column("began_at", Moment),
            Column("sent_at", Moment),
            Column("delivered_at", Moment),
            Column("next_attempt_at", Moment),
            Column("why", String(60)),
        )

    def page(
        self,
        *,
        states: Sequence[str],
        channel: str | None,
        person_id: UUID | None,
        visit_id: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> tuple[list[dict[str, Any]], bool]:
        """The latest first, from after one on, and whether there are more."""
        mine = self.notices.c
        wanted = select(self.notices)
        if states:
            wanted = wanted.where(mine.state.in_(states))
        for column, value in ((mine.channel, channel), (mine.person_id, person_id), (mine.visit_id, visit_id)):
            if value is not None:
                wanted = wanted.where(column == value)
        with self.database.reading() as connection:
            if after is not None:
                last = connection.execute(select(mine.number).where(mine.id == after)).scalar()
                wanted = wanted.where(mine.number < (last or 0))
            rows = connection.execute(wanted.order_by(mine.number.desc()).limit(limit + 1)).mappings().all()
        return [{name: row[name] for name in TOLD} for row in rows[:limit]], len(rows) > limit

    def ids(self, person_id: UUID | None, visit_id: UUID | None, limit: int) -> list[UUID]:
        found, _ = self.page(
            states=(), channel=None, person_id=person_id, visit_id=visit_id, after=None, limit=limit
        )
        return [each["id"] for each in found]

    def due(self, channel: str, now: datetime, patience: timedelta, limit: int) -> list[UUID]:
        """What may be tried or looked into now, the visits that begin soonest first.

        An attempt that began longer ago than any takes was interrupted. A time further ahead than any pause is long
        was set before the clock was put back.
        """
        mine = self.notices.c
        has_come = or_(
            mine.next_attempt_at.is_(None), mine.next_attempt_at <= now, mine.next_attempt_at > now + LONGEST
        )
        is_interrupted = or_(mine.began_at <= now - patience, mine.began_at > now + patience)
        wanted = or_(
            and_(mine.state.in_(("waiting", "uncertain")), has_come),
            and_(mine.state == "sending", is_interrupted),
        )
        found = select(mine.id).where(mine.channel == channel, wanted).order_by(mine.starts_at, mine.number)
        with self.database.reading() as connection:
            return list(connection.execute(found.limit(limit)).scalars())

    def count_unsettled(self, channel: str) -> int:
        mine = self.notices.c
        unsettled = mine.state.in_(("waiting", "sending", "uncertain"))
        with self.database.reading() as connection:
            counted = select(func.count()).where(mine.channel == channel, unsettled)
            return int(connection.execute(counted).scalar_one())

    def apply(self, connection: Connection, event: Any) -> None:
        match event:
            case Notice.Asked() if event.channel != "in_app":
                self._asked(connection, event)
            case Notice.SendingBegan():
                began = {"state": "sending", "attempts": event.attempt, "began_at": event.timestamp}
                self._changed(connection, event, began)
            case Notice.Deferred():
                later = {"state": "waiting", "next_attempt_at": event.next_attempt_at, "why": event.code}
                self._changed(connection, event, later)
            case Notice.Uncertain():
                later = {"state": "uncertain", "next_attempt_at": event.look_again_at, "why": event.code}
                self._changed(connection, event, later)
            case Notice.Sent():
                self._changed(connection, event, {"state": "sent", "sent_at": event.timestamp, "why": None})
            case Notice.Delivered():
                self._changed(connection, event, {"state": "delivered", "delivered_at": event.timestamp, "why": None})
            case Notice.Failed():
                self._changed(connection, event, {"state": "failed", "why": event.code})
            case Notice.Suppressed():
                self._changed(connection, event, {"state": "suppressed", "why": event.code})
            case Notice.AskedAgain():
                self._changed(connection, event, {"state": "waiting", "why": None})

    def _asked(self, connection: Connection, asked: Notice.Asked) -> None:
        last = connection.execute(select(func.max(self.notices.c.number))).scalar()
        row = {name: getattr(asked, name) for name in ("person_id", "visit_id", "channel", "kind", "starts_at")}
        row |= {"id": asked.originator_id, "number": (last or 0) + 1, "asked_at": asked.timestamp}
        connection.execute(self.notices.insert().values({**row, "state": "waiting", "attempts": 0}))

    def _changed(self, connection: Connection, event: Any, told: dict[str, Any]) -> None:
        mine = self.notices.c.id == event.originator_id
        connection.execute(update(self.notices).where(mine).values({"next_attempt_at": None, **told}))
