"""One personnummer, held by one person of this provider for ever."""

from datetime import datetime
from uuid import UUID

from chassis.domain import Aggregate, event


class PersonnummerClaim(Aggregate):
    """Its id is made of the number with the provider's index key, so two claims of one number collide."""

    class Claimed(Aggregate.Created):
        person_id: UUID

    @event(Claimed)
    def __init__(self, id: UUID, person_id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.person_id = person_id
