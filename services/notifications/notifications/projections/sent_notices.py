"""What went out by SMS and e-mail, what became of it, and what is to be tried next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    String,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from chassis.store import Moment, Projection
from chassis.store.gathering import Writes, in_rounds
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

UNSETTLED = ("waiting", "sending", "uncertain")


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
            Column("operator_id", String(200), index=True),
        )
        # Made once, not for each event: to make one takes longer than to carry it out.
        self._last = select(func.max(self.notices.c.number))
        self._insert = self.notices.insert()
        self._update = update(self.notices).where(self.notices.c.id == bindparam("the_notice"))

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
        found, _ = self.page(states=(), channel=None, person_id=person_id, visit_id=visit_id, after=None, limit=limit)
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
        is_due = or_(and_(mine.state != "sending", has_come), and_(mine.state == "sending", is_interrupted))
        wanted = and_(mine.state.in_(UNSETTLED), mine.channel == channel, is_due)
        found = select(mine.id).where(wanted).order_by(mine.starts_at, mine.number)
        with self.database.reading() as connection:
            return list(connection.execute(found.limit(limit)).scalars())

    def last_told(self, notice: Notice) -> datetime | None:
        """The time of the visit that this person was told of last, by the same way; None when they never were."""
        mine = self.notices.c
        told = (
            select(mine.starts_at)
            .where(mine.visit_id == notice.visit_id, mine.person_id == notice.person_id)
            .where(mine.channel == notice.channel, mine.id != notice.id)
            .where(mine.state.in_(("sent", "delivered", "uncertain")))
            .order_by(mine.number.desc())
            .limit(1)
        )
        with self.database.reading() as connection:
            found: datetime | None = connection.execute(told).scalar()
        return found

    def is_of_a_notice(self, operator_id: str) -> bool:
        """Whether the operator's id of a message is that of a notice already."""
        with self.database.reading() as connection:
            found = select(self.notices.c.id).where(self.notices.c.operator_id == operator_id)
            return connection.execute(found).first() is not None

    def count_unsettled(self, channel: str) -> int:
        mine = self.notices.c
        counted = select(func.count()).where(mine.state.in_(UNSETTLED), mine.channel == channel)
        with self.database.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def apply(self, connection: Connection, event: Any) -> None:
        self.apply_all(connection, [event])

    def apply_all(self, connection: Connection, events: Sequence[Any]) -> None:
        asked = [event for event in events if isinstance(event, Notice.Asked) and event.channel != "in_app"]
        if asked:
            last = connection.execute(self._last).scalar() or 0
            connection.execute(self._insert, [_row(each, last + place) for place, each in enumerate(asked, 1)])
        writes = Writes(self._update)
        for some in in_rounds(events):
            for event in some:
                self._change(writes, event)
            writes.carry_out(connection)

    def _change(self, writes: Writes, event: Any) -> None:
        changed = _changed(event)
        if changed is not None:
            state, told = changed
            row = {"the_notice": event.originator_id, "state": state, "next_attempt_at": None, "why": None, **told}
            writes.add(self._update, row)


def _row(asked: Notice.Asked, number: int) -> dict[str, Any]:
    row = {name: getattr(asked, name) for name in ("person_id", "visit_id", "channel", "kind", "starts_at")}
    row |= {"id": asked.originator_id, "number": number, "asked_at": asked.timestamp}
    return row | {"state": "waiting", "attempts": 0}


def _changed(event: Any) -> tuple[str, dict[str, Any]] | None:
    """The state that an event leaves a notice in, and what else it tells; None when it changes none."""
    match event:
        case Notice.SendingBegan():
            return "sending", {"attempts": event.attempt, "began_at": event.timestamp}
        case Notice.Deferred():
            return "waiting", {"next_attempt_at": event.next_attempt_at, "why": event.code}
        case Notice.Uncertain():
            return "uncertain", {"next_attempt_at": event.look_again_at, "why": event.code}
        case Notice.Sent():
            return "sent", {"sent_at": event.timestamp, "operator_id": event.operator_id}
        case Notice.Delivered():
            return "delivered", {"delivered_at": event.timestamp, "operator_id": event.operator_id}
        case Notice.Failed():
            return "failed", {"why": event.code}
        case Notice.Suppressed():
            return "suppressed", {"why": event.code}
        case Notice.AskedAgain():
            return "waiting", {}
    return None
