"""What becomes of notices: asked for, tried, settled, read; one transaction each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from chassis.store import EventLog, retrying
from chassis.telling import counter
from notifications.domain.audience import Told
from notifications.domain.notice import Notice
from notifications.domain.notice_reading import NoticeReading
from notifications.domain.refusals import NoticeNotFound


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice to be asked for: of which cause, to whom, by which way."""

    cause: str
    channel: Any
    told: Told
    together_id: UUID | None = None

    @property
    def id(self) -> UUID:
        return Notice.id_of(self.cause, self.told.person_id, self.channel, self.told.kind)


class Notices(EventLog):
    def ask(self, wanted: Iterable[Wanted], now: datetime) -> int:
        """All in one transaction; what was asked for before stays as it is."""
        each_once = {each.id: each for each in wanted}
        recorded = self.record_new(Notice, {each.id: partial(_asked, each, now) for each in each_once.values()})
        for notice_id in recorded.ids:
            asked = each_once[notice_id]
            _counted_asked().labels(asked.channel, asked.told.kind).inc()
        return recorded.position

    def read(self, notice_id: UUID) -> Notice:
        notice = self.find(Notice, notice_id)
        if notice is None:
            raise NoticeNotFound
        return notice

    def begin(self, notice_id: UUID, now: datetime) -> Notice:
        """Written before the operator is called; `NotDue` when another began first."""
        return self._tell(notice_id, lambda notice: notice.begin(now))

    def accept(self, notice_id: UUID, operator_id: str, now: datetime) -> Notice:
        return self._tell(notice_id, lambda notice: notice.accept(operator_id, now))

    def defer(self, notice_id: UUID, attempt: int, code: str, now: datetime) -> Notice:
        return self._tell(notice_id, lambda notice: notice.defer(attempt, code, now))

    def doubt(self, notice_id: UUID, attempt: int, code: str, now: datetime) -> Notice:
        return self._tell(notice_id, lambda notice: notice.doubt(attempt, code, now))

    def fail(self, notice_id: UUID, attempt: int, code: str, now: datetime) -> Notice:
        return self._tell(notice_id, lambda notice: notice.fail(attempt, code, now))

    def suppress(self, notice_id: UUID, code: str, now: datetime) -> Notice:
        return self._tell(notice_id, lambda notice: notice.suppress(code, now))

    def receive(
        self,
        *,
        notice_id: UUID,
        operator_id: str,
        outcome: Literal["sent", "delivered", "failed"],
        now: datetime,
    ) -> int:
        self._tell(notice_id, lambda notice: notice.receive(outcome, operator_id, now))
        return self.head

    def ask_again(self, *, notice_id: UUID, asked_by: UUID, now: datetime) -> int:
        self._tell(notice_id, lambda notice: notice.ask_again(asked_by, now))
        return self.head

    @retrying
    def read_up_to(self, *, person_id: UUID, up_to: UUID, now: datetime) -> int:
        """Only one's own notices can be read."""
        notice = self.read(up_to)
        if notice.person_id != person_id or notice.channel != "in_app":
            raise NoticeNotFound
        reading_id = NoticeReading.id_of(person_id)
        reading = self.find(NoticeReading, reading_id) or NoticeReading(reading_id, person_id, timestamp=now)
        reading.read_up_to(up_to, now)
        return self.record(reading)

    def states_at(self, notice_ids: Iterable[UUID], at: datetime | None) -> list[Notice]:
        """The notices as they were at a moment, without those that were asked for later."""
        return [notice for each in notice_ids if (notice := self._at(each, at)) is not None]

    def _at(self, notice_id: UUID, at: datetime | None) -> Notice | None:
        events: list[Any] = list(self.events.get(notice_id))
        past = events if at is None else [event for event in events if event.timestamp <= at]
        if not past:
            return None
        found: Notice = self.repository.get(notice_id, version=past[-1].originator_version)
        return found

    @retrying
    def _tell(self, notice_id: UUID, change: Callable[[Notice], Any]) -> Notice:
        notice = self.read(notice_id)
        change(notice)
        self.record(notice)
        return notice


def _asked(wanted: Wanted, now: datetime) -> Notice:
    told = wanted.told
    return Notice(
        id=wanted.id,
        person_id=told.person_id,
        visit_id=told.visit_id,
        channel=wanted.channel,
        kind=told.kind,
        starts_at=told.starts_at,
        length_minutes=told.length_minutes,
        previous_starts_at=told.previous_starts_at,
        previous_length_minutes=told.previous_length_minutes,
        visit_count=told.visit_count,
        together_id=wanted.together_id,
        sequence=told.sequence,
        timestamp=now,
    )


def _counted_asked() -> Any:
    return counter("notifications", "notices_asked", "Notices asked for", ("channel", "kind"))
