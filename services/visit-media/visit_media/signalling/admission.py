"""What the media server asks of the rest of the service: who may come in, and who was here."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Verdict(StrEnum):
    """The answer to somebody at the door."""

    ADMITTED = "admitted"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_IN_THE_VISIT = "not_in_the_visit"
    NOT_ACTIVE = "not_active"


class LeaveReason(StrEnum):
    """Why somebody is no longer in the room."""

    LEFT = "left"
    LOST = "lost"
    REPLACED = "replaced"
    REMOVED = "removed"
    ENDED = "ended"
    REFUSED = "refused"
    SHUTDOWN = "shutdown"


class Admission(Protocol):
    """Knows which visits are going on and who belongs to them."""

    async def admit(self, *, visit_id: UUID, person_id: UUID, visit_version: int, staff: bool) -> Verdict:
        """Decide about one person at one visit; asked at every join, so that the answer is true now."""
        ...


class Attendance(Protocol):
    """Records who is in which room."""

    async def joined(self, *, visit_id: UUID, person_id: UUID, connection_id: str, at: datetime) -> None:
        """The person's media connection is up."""
        ...

    async def left(self, *, visit_id: UUID, person_id: UUID, connection_id: str, reason: str, at: datetime) -> None:
        """That connection has ended; `reason` is a LeaveReason."""
        ...
