"""Where a visit comes from: a series, another visit, a command that made several at once."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

Cause = Literal["small_group", "invited_again"]


class Together(NamedTuple):
    """The place of a visit among those that one command booked or cancelled."""

    id: UUID | None = None
    place: int = 1
    size: int = 1

    def stored(self) -> dict[str, Any]:
        return {"together_id": self.id, "together_place": self.place, "together_size": self.size}


ALONE = Together()


@dataclass(frozen=True, slots=True)
class Lineage:
    series_id: UUID | None = None
    every_weeks: int | None = None
    origin_id: UUID | None = None
    origin_cause: Cause | None = None
    together: Together = ALONE

    def stored(self) -> dict[str, Any]:
        """As an event keeps it."""
        return {
            "series_id": self.series_id,
            "every_weeks": self.every_weeks,
            "origin_id": self.origin_id,
            "origin_cause": self.origin_cause,
            **self.together.stored(),
        }
