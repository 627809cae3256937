"""One access to persons' data: a fact, noted once and never changed."""

from datetime import datetime
from uuid import UUID

from chassis.domain import Aggregate, event


class Access(Aggregate):
    """Somebody did what shows or changes persons' data, or was refused: in ids and words of closed lists only."""

    class Noted(Aggregate.Created):
        actor_id: UUID | None
        roles: list[str]
        method: str | None
        strength: str | None
        session_id: UUID | None
        unit: str
        action: str
        kind: str
        subject_ids: list[UUID]
        outcome: str
        code: str | None

    @event(Noted)
    def __init__(
        self,
        id: UUID,
        actor_id: UUID | None,
        roles: list[str],
        method: str | None,
        strength: str | None,
        session_id: UUID | None,
        unit: str,
        action: str,
        kind: str,
        subject_ids: list[UUID],
        outcome: str,
        code: str | None,
        timestamp: datetime,
    ) -> None:
        self._id = id  # made by whoever notes it, so that noting twice notes once
