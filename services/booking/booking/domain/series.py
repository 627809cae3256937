"""A booking that is repeated: visits of their own, at the same weekday and time of day in Swedish time."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from booking.domain.details import Details
from booking.domain.lineage import Lineage, Together
from booking.domain.stockholm import days_later


@dataclass(frozen=True, slots=True)
class Repeat:
    every_weeks: int
    times: int


def starts_of(first: datetime, repeat: Repeat | None) -> list[datetime]:
    if repeat is None:
        return [first]
    weeks = (repeat.every_weeks * number for number in range(1, repeat.times))
    return [first, *(days_later(first, 7 * each) for each in weeks)]


def visits_of(first_id: UUID, details: Details, repeat: Repeat | None) -> list[tuple[UUID, Details, Lineage]]:
    """The visits that one booking makes, each with its id: they follow from the first one's."""
    if repeat is None:
        return [(first_id, details, Lineage())]
    ids, starts = ids_of_series(first_id, repeat.times), starts_of(details.starts_at, repeat)
    return [
        (
            visit_id,
            replace(details, starts_at=starts_at),
            Lineage(first_id, repeat.every_weeks, together=Together(first_id, place, repeat.times)),
        )
        for place, (visit_id, starts_at) in enumerate(zip(ids, starts, strict=True), 1)
    ]


def ids_of_series(first_id: UUID, size: int) -> list[UUID]:
    """The ids of its visits as they were booked; that of the first one is the series' own."""
    return [first_id, *(uuid.uuid5(first_id, str(place)) for place in range(2, size + 1))]
