"""How far a person has read what is in their list."""

from datetime import datetime
from uuid import UUID, uuid5

from chassis.domain import Aggregate, event
from notifications.domain.notice import NAMESPACE


class NoticeReading(Aggregate):
    """One for each person who ever read: everything up to and with one notice was seen."""

    class Begun(Aggregate.Created):
        person_id: UUID

    class ReadUpTo(Aggregate.Event):
        person_id: UUID
        notice_id: UUID

    @staticmethod
    def id_of(person_id: UUID) -> UUID:
        return uuid5(NAMESPACE, f"read by {person_id}")

    @event(Begun)
    def __init__(self, id: UUID, person_id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.person_id = person_id
        self.up_to: UUID | None = None

    def read_up_to(self, notice_id: UUID, now: datetime) -> None:
        if notice_id != self.up_to:
            self._read_up_to(self.person_id, notice_id, timestamp=now)

    @event(ReadUpTo)
    def _read_up_to(self, person_id: UUID, notice_id: UUID, timestamp: datetime) -> None:
        self.up_to = notice_id
