"""What the media server asks of the rest of the service: who may come in, and who was here."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from visit_media.domain.attendance import Quality
from visit_media.signalling.tokens import Grant


class Verdict(StrEnum):
    """The answer to somebody at the door."""

    ADMITTED = "admitted"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_IN_THE_VISIT = "not_in_the_visit"
    NOT_ACTIVE = "not_active"
    NO_LONGER_STAFF = "no_longer_staff"
    SESSION_OVER = "session_over"


class LeaveReason(StrEnum):
    """Why somebody is no longer in the room."""

    LEFT = "left"
    LOST = "lost"
    NEVER_CAME = "never_came"
    MEDIA_FAILED = "media_failed"
    REPLACED = "replaced"
    REMOVED = "removed"
    ENDED = "ended"
    REFUSED = "refused"
    MISMATCHED = "mismatched"
    SHUTDOWN = "shutdown"


class Admission(Protocol):
    """Knows which visits are going on and who belongs to them."""

    async def admit(self, grant: Grant) -> Verdict:
        """Decide about one person at one visit; asked at every join, so that the answer is true now."""
        ...


class Attendance(Protocol):
    """Records who is in which room."""

    async def joined(self, grant: Grant, *, connection_id: str, at: datetime) -> None:
        """The person's media connection is up."""
        ...

    async def left(
        self, grant: Grant, *, connection_id: str, reason: str, at: datetime, quality: Quality | None = None
    ) -> None:
        """That connection has ended; `reason` is a LeaveReason, `quality` how it was, if that is known."""
        ...
