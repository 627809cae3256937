"""One personnummer, held by at most one person of this provider."""

from datetime import datetime
from uuid import UUID

from chassis.domain import Aggregate, event


class PersonnummerClaim(Aggregate):
    """Its id is made of the number with the provider's index key, so two claims of one number collide.

    It is held until the person is erased, removed or not; then it is released, and whoever comes next may hold it.
    """

    class Claimed(Aggregate.Created):
        person_id: UUID

    class Released(Aggregate.Event):
        person_id: UUID

    class ClaimedAgain(Aggregate.Event):
        person_id: UUID

    @event(Claimed)
    def __init__(self, id: UUID, person_id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.person_id: UUID | None = person_id

    def release(self, person_id: UUID, now: datetime) -> None:
        """Let go of the number; nothing happens where this person does not hold it."""
        if self.person_id == person_id:
            self._released(person_id, now)

    def claim_again(self, person_id: UUID, now: datetime) -> None:
        if self.person_id is None:
            self._claimed_again(person_id, now)

    @event(Released)
    def _released(self, person_id: UUID, timestamp: datetime) -> None:
        self.person_id = None

    @event(ClaimedAgain)
    def _claimed_again(self, person_id: UUID, timestamp: datetime) -> None:
        self.person_id = person_id
