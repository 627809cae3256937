"""Who can let people in: the provider's active administrators, of whom one always remains."""

from datetime import datetime
from uuid import UUID, uuid5

from chassis.domain import Aggregate, event
from identity.domain.refusals import LastAdministrator

ADMINISTRATORS_ID = uuid5(UUID("7c1d1c58-8f0e-4b53-9d53-93a7c6d1d9a4"), "administrators")


class Administrators(Aggregate):
    """One for each provider. It changes together with a person's status, so two who remove each other collide."""

    class Begun(Aggregate.Created):
        first: UUID

    class Joined(Aggregate.Event):
        person_id: UUID

    class Left(Aggregate.Event):
        person_id: UUID

    @event(Begun)
    def __init__(self, id: UUID, first: UUID, timestamp: datetime) -> None:
        self._id = id
        self.person_ids = {first}

    def join(self, person_id: UUID, now: datetime) -> None:
        if person_id not in self.person_ids:
            self._joined(person_id, now)

    def leave(self, person_id: UUID, now: datetime) -> None:
        if person_id not in self.person_ids:
            return
        if self.person_ids == {person_id}:
            raise LastAdministrator
        self._left(person_id, now)

    @event(Joined)
    def _joined(self, person_id: UUID, timestamp: datetime) -> None:
        self.person_ids = self.person_ids | {person_id}

    @event(Left)
    def _left(self, person_id: UUID, timestamp: datetime) -> None:
        self.person_ids = self.person_ids - {person_id}
