"""What a service knows from other services' events: heard at least once, applied exactly once."""

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, delete

from chassis.store.database import Moment
from chassis.store.read_models import PAUSE_SECONDS, ReadModel
from chassis.store.together import finish_together, together

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

    def _come_to(self, heard: list[Delivery]) -> None:
        """How far each source was heard, once for all that was heard at once."""
        newest: dict[str, int] = {}
        for delivery in heard:
            bookmark = self._bookmark(delivery.source)
            newest[bookmark] = max(delivery.position, newest.get(bookmark, 0))
        with self.database.writing() as connection:
            before = self.bookmarks.lock_all(newest, connection)
            self.bookmarks.set_all({name: max(newest[name], before[name]) for name in newest}, connection)
            if any(delivery.position % INBOX_TIDIED_EVERY == 0 for delivery in heard):
                self._tidy(connection)

    def _bookmark(self, source: str) -> str:
        return f"{self.NAME}/{source}"

    def _is_new(self, connection: Connection, delivery: Delivery) -> bool:
        row = {"message_id": delivery.message_id, "heard_at": datetime.now(UTC)}
        return connection.execute(self._take_in, row).first() is not None

    def _tidy(self, connection: Connection) -> None:
        # The version check alone is enough for an event that comes again after this long.
        too_old = self.inbox.c.heard_at < datetime.now(UTC) - INBOX_KEPT
        connection.execute(delete(self.inbox).where(too_old))
