"""A person's own notices in the platform, and how far they have been read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Uuid, bindparam, func, select

from chassis.store import Moment, Projection
from notifications.domain.notice import Notice
from notifications.domain.notice_reading import NoticeReading

TOLD = ("id", "kind", "visit_id", "posted_at", "starts_at", "previous_starts_at", "visit_count")


class OwnNotices(Projection):
    """Numbered in the order of the log, which no clock disturbs."""

    NAME = "own_notices"

    def define(self) -> None:
        self.notices = self.table(
            "own_notices",
            Column("person_id", Uuid, primary_key=True),
            Column("number", BigInteger, primary_key=True, autoincrement=False),
            Column("id", Uuid, nullable=False, unique=True),
            Column("kind", String(20), nullable=False),
            Column("visit_id", Uuid, nullable=False, index=True),
            Column("posted_at", Moment, nullable=False),
            Column("starts_at", Moment, nullable=False),
            Column("previous_starts_at", Moment),
            Column("visit_count", Integer, nullable=False),
        )
        self.readings = self.table(
            "notice_readings",
            Column("person_id", Uuid, primary_key=True),
            Column("number", BigInteger, nullable=False),
        )
        # Made once, not for each event: to make one takes longer than to carry it out.
        mine = self.notices.c
        theirs = mine.person_id.in_(bindparam("people", expanding=True))
        number = func.max(mine.number).label("number")
        self._last = select(mine.person_id, number).where(theirs).group_by(mine.person_id)
        self._insert = self.notices.insert()

    def of(self, person_id: UUID, after: UUID | None, limit: int) -> dict[str, Any]:
        """The latest first, from after one on; how many are unread, and whether there are more."""
        mine = self.notices.c
        wanted = select(self.notices).where(mine.person_id == person_id)
        with self.database.reading() as connection:
            read = self._read(connection, person_id)
            counted = select(func.count()).where(mine.person_id == person_id, mine.number > read)
            unread = int(connection.execute(counted).scalar_one())
            if after is not None:
                wanted = wanted.where(mine.number < self._number(connection, person_id, after))
            rows = connection.execute(wanted.order_by(mine.number.desc()).limit(limit + 1)).mappings().all()
        told = [{name: row[name] for name in TOLD} | {"is_read": row["number"] <= read} for row in rows[:limit]]
        return {"notices": told, "unread": unread, "has_more": len(rows) > limit}

    def ids(self, person_id: UUID | None, visit_id: UUID | None, limit: int) -> list[UUID]:
        """The latest of a person, or in a visit, or of a person in a visit."""
        mine = self.notices.c
        wanted = select(mine.id).order_by(mine.posted_at.desc(), mine.id).limit(limit)
        if person_id is not None:
            wanted = wanted.where(mine.person_id == person_id)
        if visit_id is not None:
            wanted = wanted.where(mine.visit_id == visit_id)
        with self.database.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def apply(self, connection: Connection, event: Any) -> None:
        self.apply_all(connection, [event])

    def apply_all(self, connection: Connection, events: Sequence[Any]) -> None:
        posted: list[Notice.Asked] = []
        for event in events:
            if isinstance(event, Notice.Asked) and event.channel == "in_app":
                posted.append(event)
            elif isinstance(event, NoticeReading.ReadUpTo):
                self._post(connection, posted)  # it may be one of these that was read
                posted = []
                number = self._number(connection, event.person_id, event.notice_id)
                self._note_read(connection, event.person_id, max(number, self._read(connection, event.person_id)))
        self._post(connection, posted)

    def _post(self, connection: Connection, posted: Sequence[Notice.Asked]) -> None:
        if not posted:
            return
        people = list(dict.fromkeys(each.person_id for each in posted))
        last = {row.person_id: row.number for row in connection.execute(self._last, {"people": people})}
        rows = []
        for asked in posted:
            number = last[asked.person_id] = last.get(asked.person_id, 0) + 1
            rows.append(
                {
                    "id": asked.originator_id,
                    "number": number,
                    "posted_at": asked.timestamp,
                    **{name: getattr(asked, name) for name in ("person_id", "kind", "visit_id", "starts_at")},
                    **{name: getattr(asked, name) for name in ("previous_starts_at", "visit_count")},
                }
            )
        connection.execute(self._insert, rows)

    def _note_read(self, connection: Connection, person_id: UUID, number: int) -> None:
        inserted = self.database.insert(self.readings).values(person_id=person_id, number=number)
        connection.execute(inserted.on_conflict_do_update(index_elements=["person_id"], set_={"number": number}))

    def _read(self, connection: Connection, person_id: UUID) -> int:
        found = select(self.readings.c.number).where(self.readings.c.person_id == person_id)
        return connection.execute(found).scalar() or 0

    def _number(self, connection: Connection, person_id: UUID, notice_id: UUID) -> int:
        mine = self.notices.c
        found = select(mine.number).where(mine.id == notice_id, mine.person_id == person_id)
        return connection.execute(found).scalar() or 0
