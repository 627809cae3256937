"""What a notice says at the moment it is sent, of one visit or of a series as it is by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from notifications.domain.audience import Visit
from notifications.domain.notice import Notice
from notifications.domain.outgoing import Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    starts_at: datetime
    length_minutes: int
    previous_starts_at: datetime | None
    previous_length_minutes: int | None
    occasions: tuple[Occasion, ...]


def said_of_series(visits: Sequence[Visit]) -> Saying:
    """Of the visits that are still to come, by start."""
    first = visits[0]
    occasions = tuple(
        Occasion(visit_id=each.id, sequence=each.version, starts_at=each.starts_at, length_minutes=each.length_minutes)
        for each in visits
    )
    return Saying(
        starts_at=first.starts_at,
        length_minutes=first.length_minutes,
        previous_starts_at=None,
        previous_length_minutes=None,
        occasions=occasions,
    )


def said_of_visit(notice: Notice, last_told: datetime | None) -> Saying:
    """The time before is the one this person was last told of: a change between the two was overtaken, and not sent."""
    previous = notice.previous_starts_at
    if previous is not None and last_told not in (None, notice.starts_at):
        previous = last_told
    occasion = Occasion(
        visit_id=notice.visit_id,
        sequence=notice.sequence,
        starts_at=notice.starts_at,
        length_minutes=notice.length_minutes,
    )
    return Saying(
        starts_at=notice.starts_at,
        length_minutes=notice.length_minutes,
        previous_starts_at=previous,
        previous_length_minutes=notice.previous_length_minutes,
        occasions=(occasion,),
    )
