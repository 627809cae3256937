"""Where a page of visits ends, in words that may stand in an address."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self
from uuid import UUID

from booking.domain.refusals import CursorUnknown

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Cursor(NamedTuple):
    """The start and the id of the last visit that was shown."""

    starts_at: datetime
    visit_id: UUID

    @classmethod
    def read(cls, written: str | None) -> Self | None:
        if written is None:
            return None
        moment, _, visit_id = written.partition("_")
        try:
            return cls(EPOCH + int(moment) * MICROSECOND, UUID(visit_id))
        except (ValueError, OverflowError):
            raise CursorUnknown from None

    def written(self) -> str:
        return f"{(self.starts_at - EPOCH) // MICROSECOND}_{self.visit_id}"
