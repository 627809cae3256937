"""What a service knows from other services' events: heard at least once, applied exactly once."""

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, bindparam, delete, select
from sqlalchemy.sql.dml import UpdateBase

from chassis.store.database import Moment
from chassis.store.gathering import Writes
from chassis.store.read_models import PAUSE_SECONDS, ReadModel
from chassis.store.together import begun, finish_now, finish_together, together

Found = TypeVar("Found")

INBOX_KEPT = timedelta(days=30)
INBOX_TIDIED_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a heard event comes from, and its place in the log and in the life of its aggregate."""

    message_id: UUID
    source: str
    event: str
    position: int
    aggregate_id: UUID
    aggregate_version: int
    occurred_at: datetime


class HeardMeanwhile(RuntimeError):
    """Another process took in the same event at the same time; it is heard again, and found to be known."""


class HeardView(ReadModel):
    """A read model fed by other services' events; its inbox remembers which ones it has heard.

    Events of one thing may come late or twice. Each tells all there is to know, so a later version of a row
    wins and an earlier one is ignored (`database.put_newer`).
    """

    SOURCES: ClassVar[tuple[str, ...]]

    @abstractmethod
    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        """Write what one heard event means."""

    def hear(self, delivery: Delivery, fields: Mapping[str, Any]) -> bool:
        """Take in one event; False when it had been heard before."""
        return self.apply_once(delivery, lambda connection: self.effect(connection, delivery, fields))

    def apply_once(self, delivery: Delivery, effect: Callable[[Connection], None]) -> bool:
        """The inbox row, the effect and the bookmark, all in one transaction, or none."""
        with together(), self.database.writing() as connection:
            if not self._is_new(connection, delivery):
                return False
            effect(connection)
            finish_together(self._come_to, delivery)
            return True

    def put_newer(self, connection: Connection, table: Table, row: dict[str, Any]) -> None:
        """As the database does it, for all that is heard at once by one statement; see `seen`."""
        self.write(connection, self.database.newer(table, row), row)

    def write(self, connection: Connection, statement: UpdateBase, row: dict[str, Any]) -> None:
        """A statement that may as well be carried out later, for all that is heard at once."""
        finish_together(self._write, (connection, statement, row))

    def seen(self) -> None:
        """Whoever reads what this view was told finds it from now on."""
        finish_now(self._write)

    def heard_from(self, source: str) -> int:
        """The newest position heard of a source's log."""
        return self.bookmarks.get(self._bookmark(source))

    def bookmark_names(self) -> list[str]:
        return [self._bookmark(source) for source in self.SOURCES]

    def wait_for(self, find: Callable[[], Found | None], timeout_seconds: float) -> Found | None:
        """Give an event that is on its way a moment to arrive; None when it did not."""
        give_up_at = time.monotonic() + timeout_seconds
        while (found := find()) is None and time.monotonic() < give_up_at:
            time.sleep(PAUSE_SECONDS)
        return found

    def _define(self, suffix: str) -> None:
        super()._define(suffix)
        self.inbox = Table(
            f"{self.NAME}_inbox{suffix}",
            self.metadata,
            Column("message_id", Uuid, primary_key=True),
            Column("heard_at", Moment, nullable=False),
        )
        # rowcount is -1 on PostgreSQL for an insert with "on conflict"; what comes back is right on both.
        inserted = self.database.insert(self.inbox).on_conflict_do_nothing()
        self._take_in = inserted.returning(self.inbox.c.message_id)
        these = self.inbox.c.message_id.in_(bindparam("ids", expanding=True))
        self._heard_before = select(self.inbox.c.message_id).where(these)

    def _come_to(self, heard: list[Delivery]) -> None:
        """How far each source was heard, once for all that was heard at once."""
        newest: dict[str, int] = {}
        for delivery in heard:
            bookmark = self._bookmark(delivery.source)
            newest[bookmark] = max(delivery.position, newest.get(bookmark, 0))
        with self.database.writing() as connection:
            self.bookmarks.move_on(newest, connection)
            if any(delivery.position % INBOX_TIDIED_EVERY == 0 for delivery in heard):
                self._tidy(connection)

    def _bookmark(self, source: str) -> str:
        return f"{self.NAME}/{source}"

    def _is_new(self, connection: Connection, delivery: Delivery) -> bool:
        scope = begun()
        if scope is None or len(scope.expected) <= 1:
            return self._taken_in(connection, [delivery.message_id]) == 1
        heard = scope.remembered.get(self)
        if heard is None:
            heard = set(connection.execute(self._heard_before, {"ids": list(scope.expected)}).scalars())
            scope.remembered[self] = heard
        if delivery.message_id in heard:
            return False
        heard.add(delivery.message_id)
        finish_together(self._take_all_in, (connection, delivery.message_id))
        return True

    def _take_all_in(self, new: list[tuple[Connection, UUID]]) -> None:
        message_ids = [message_id for _, message_id in new]
        if self._taken_in(new[0][0], message_ids) < len(message_ids):
            raise HeardMeanwhile

    def _taken_in(self, connection: Connection, message_ids: Sequence[UUID]) -> int:
        now = datetime.now(UTC)
        rows = [{"message_id": message_id, "heard_at": now} for message_id in message_ids]
        return len(connection.execute(self._take_in, rows).all())

    def _write(self, told: list[tuple[Connection, UpdateBase, dict[str, Any]]]) -> None:
        writes = Writes()
        for _, statement, row in told:
            writes.add(statement, row)
        writes.carry_out(told[0][0])

    def _tidy(self, connection: Connection) -> None:
        # The version check alone is enough for an event that comes again after this long.
        too_old = self.inbox.c.heard_at < datetime.now(UTC) - INBOX_KEPT
        connection.execute(delete(self.inbox).where(too_old))
