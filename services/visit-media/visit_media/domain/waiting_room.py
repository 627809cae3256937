"""Who waits for one visit to be started."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from chassis.domain import Aggregate, event

End = Literal["left", "joined", "lost", "visit_over", "not_admitted"]


class WaitingRoom(Aggregate):
    """The waiting of one visit, beside its attendance, so that the two never hinder each other.

    A person waits or does not, in however many pages.
    """

    class Opened(Aggregate.Created):
        visit_id: UUID

    class BeganWaiting(Aggregate.Event):
        visit_id: UUID
        person_id: UUID
        session_id: UUID

    class StoppedWaiting(Aggregate.Event):
        visit_id: UUID
        person_id: UUID
        reason: str

    @event(Opened)
    def __init__(self, id: UUID, visit_id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.visit_id = visit_id
        self.waiting: list[UUID] = []

    @staticmethod
    def id_of(visit_id: UUID) -> UUID:
        return uuid5(visit_id, "waiting")

    def begin(self, person_id: UUID, session_id: UUID, now: datetime) -> None:
        """Somebody waits; being told again changes nothing."""
        if person_id not in self.waiting:
            self._began(self.visit_id, person_id, session_id, timestamp=now)

    def stop(self, reasons: Mapping[UUID, End], now: datetime) -> None:
        """These wait no longer; one who did not wait cannot stop."""
        for person_id, reason in reasons.items():
            if person_id in self.waiting:
                self._stopped(self.visit_id, person_id, reason, timestamp=now)

    @event(BeganWaiting)
    def _began(self, visit_id: UUID, person_id: UUID, session_id: UUID, *, timestamp: datetime) -> None:
        self.waiting.append(person_id)

    @event(StoppedWaiting)
    def _stopped(self, visit_id: UUID, person_id: UUID, reason: str, *, timestamp: datetime) -> None:
        self.waiting.remove(person_id)
