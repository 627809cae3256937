"""The demo's outbox: what would have been sent lies in a table, sealed with its receiver's key."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Row, String, Table, Uuid, func, select

from chassis.sealing import KeyRing
from chassis.store import Database, Moment
from notifications.domain.outgoing import Accepted, MailMessage, SmsMessage


class Outbox:
    """A message put in twice lies there once."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database, self._keys = database, keys
        metadata = MetaData(schema=database.schema)
        self._messages = Table(
            "outbox_messages",
            metadata,
            Column("id", Uuid, primary_key=True),
            Column("number", BigInteger, nullable=False, index=True),
            Column("person_id", Uuid, nullable=False),
            Column("channel", String(10), nullable=False),
            Column("at", Moment, nullable=False),
            Column("sealed", LargeBinary, nullable=False),
        )
        database.create(metadata)

    def put(self, channel: str, message: SmsMessage | MailMessage, words: dict[str, str | None]) -> Accepted:
        notice_id, person_id = message.notice_id, message.person_id
        plain = json.dumps(words | {"receiver": message.to, "text": message.text}, ensure_ascii=False).encode()
        row = {"id": notice_id, "person_id": person_id, "channel": channel, "at": datetime.now(UTC)}
        row["sealed"] = self._keys.seal(person_id, plain, _context(notice_id))
        with self._database.writing() as connection:
            last = connection.execute(select(func.max(self._messages.c.number))).scalar()
            inserted = self._database.insert(self._messages).values(row | {"number": (last or 0) + 1})
            connection.execute(inserted.on_conflict_do_nothing())
        return Accepted(f"outbox {notice_id}")

    def holds(self, notice_id: UUID) -> bool:
        with self._database.reading() as connection:
            found = select(self._messages.c.id).where(self._messages.c.id == notice_id)
            return connection.execute(found).first() is not None

    def page(self, after: UUID | None, limit: int) -> tuple[list[dict[str, Any]], bool]:
        """The latest first, from after one on, and whether there are more; nothing of one who was forgotten."""
        mine = self._messages.c
        wanted = select(self._messages).order_by(mine.number.desc(), mine.id).limit(limit + 1)
        with self._database.reading() as connection:
            if after is not None:
                last = connection.execute(select(mine.number).where(mine.id == after)).scalar()
                wanted = wanted.where(mine.number < (last or 0))
            rows = connection.execute(wanted).all()
        self._keys.fetch(row.person_id for row in rows)
        told = [message for row in rows[:limit] if (message := self._described(row)) is not None]
        return told, len(rows) > limit

    def _described(self, row: Row[Any]) -> dict[str, Any] | None:
        plain = self._keys.open(row.person_id, row.sealed, _context(row.id))
        if plain is None:
            return None
        words: dict[str, Any] = {"subject": None, "calendar": None} | json.loads(plain)
        return {name: getattr(row, name) for name in ("id", "person_id", "channel", "at")} | words


class SmsOutbox:
    """As an SMS operator that takes everything."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, message: SmsMessage) -> Accepted:
        return self._outbox.put("sms", message, {})

    def find(self, *, notice_id: UUID, to: str, since: datetime) -> Accepted | None:
        return Accepted(f"outbox {notice_id}") if self._outbox.holds(notice_id) else None


class MailOutbox:
    """As a mail server that takes everything."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, message: MailMessage) -> Accepted:
        return self._outbox.put("email", message, {"subject": message.subject, "calendar": message.calendar})


def _context(notice_id: UUID) -> str:
    return f"outbox:{notice_id}"
