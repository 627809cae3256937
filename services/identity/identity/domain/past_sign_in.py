"""A sign-in as a look back sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PastSignIn:
    """`reason` is why it ended; open ones have none."""

    session_id: UUID
    method: str
    strength: str
    opened_at: datetime
    closed_at: datetime | None
    reason: str | None

    def was_open(self, at: datetime) -> bool:
        return self.opened_at <= at and (self.closed_at is None or at < self.closed_at)
