"""Whose time is taken: visits ahead or going on that touch a time, or any of a series (BOK-9)."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from booking.domain.series import Repeat, starts_of
from booking.projections.lists import LONGEST, thinkable
from booking.projections.my_bookings import MyBookings
from booking.projections.visit_rows import OPEN_SHELVES

MOST_OVERLAPS = 100
MINUTE = timedelta(minutes=1)


class Overlaps:
    def __init__(self, bookings: MyBookings) -> None:
        self._bookings = bookings

    def of(
        self,
        *,
        person_ids: Collection[UUID],
        starts_at: datetime,
        length_minutes: int,
        repeat: dict[str, int] | None,
        except_visit_id: UUID | None,
    ) -> list[dict[str, Any]]:
        """By start, at most a hundred."""
        length = timedelta(minutes=length_minutes)
        # in order, and further apart than one of them is long
        starts = starts_of(thinkable(starts_at), Repeat(**repeat) if repeat else None)
        mine = self._bookings.participants.c
        question = select(mine.person_id, mine.visit_id, mine.starts_at, mine.ends_at).where(
            mine.person_id.in_(person_ids),
            mine.shelf.in_(OPEN_SHELVES),
            mine.starts_at > starts[0] - LONGEST,
            mine.starts_at < starts[-1] + length,
        )
        if except_visit_id is not None:
            question = question.where(mine.visit_id != except_visit_id)
        found: list[dict[str, Any]] = []
        with self._bookings.database.reading() as connection:
            for row in connection.execute(question.order_by(mine.starts_at, mine.visit_id, mine.person_id)):
                if _touches(row, starts, length):
                    found.append(_told(row))
                if len(found) == MOST_OVERLAPS:
                    break
        return found


def _touches(row: Row[*tuple[Any, ...]], starts: Sequence[datetime], length: timedelta) -> bool:
    """Of the times that begin before the visit ends, the last one is the nearest."""
    begun = bisect_left(starts, row.ends_at)
    return begun > 0 and row.starts_at < starts[begun - 1] + length


def _told(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "visit_id": row.visit_id,
        "starts_at": row.starts_at,
        "length_minutes": (row.ends_at - row.starts_at) // MINUTE,
    }
