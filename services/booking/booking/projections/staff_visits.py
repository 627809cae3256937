"""The visits of one colleague that lie ahead or go on, and when people are busy: asked before they are rearranged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import and_, or_, select

from booking.projections.lists import LONGEST, thinkable
from booking.projections.my_bookings import MyBookings
from booking.projections.visit_rows import OPEN_SHELVES

PEOPLE_AT_ONCE = 500


class Wanted(Protocol):
    """When a visit would take place, and for whom: `application.rearranging.Busy`."""

    @property
    def visit_id(self) -> UUID: ...
    @property
    def person_ids(self) -> tuple[UUID, ...]: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Busy(NamedTuple):
    visit_id: UUID
    starts_at: datetime
    ends_at: datetime


class StaffVisits:
    """Asked of the tables of «Mina bokningar», which know every visit and who belongs to it."""

    def __init__(self, bookings: MyBookings) -> None:
        self._bookings = bookings

    def of_staff(
        self, person_id: UUID, *, since: datetime | None, until: datetime | None, now: datetime, limit: int
    ) -> list[UUID]:
        """By start: started ones, and booked ones whose end has not passed, that touch the stretch of time."""
        mine = self._bookings.participants.c
        ends_after = now if since is None else max(now, thinkable(since))
        goes_on, lies_ahead = mine.shelf == "started", and_(mine.shelf == "booked", mine.ends_at > ends_after)
        found = select(mine.visit_id).where(mine.person_id == person_id, mine.is_staff, or_(goes_on, lies_ahead))
        if until is not None:
            found = found.where(mine.starts_at < thinkable(until))
        with self._bookings.database.reading() as connection:
            return list(connection.execute(found.order_by(mine.starts_at, mine.visit_id).limit(limit)).scalars())

    def overlap_counts(self, times: Sequence[Wanted]) -> list[int]:
        """How many others touch each of these for one of its people; those of the list are where they would be."""
        if not times:
            return []
        busy: dict[UUID, set[Busy]] = defaultdict(set)
        listed = {each.visit_id for each in times}
        for person_id, when in self._busy(times):
            if when.visit_id not in listed:
                busy[person_id].add(when)
        for each in times:
            for person_id in each.person_ids:
                busy[person_id].add(Busy(each.visit_id, each.starts_at, each.ends_at))
        return [_touching(each, busy) for each in times]

    def _busy(self, times: Sequence[Wanted]) -> Iterator[tuple[UUID, Busy]]:
        """All open visits of everyone, between the first start and the last end."""
        theirs = self._bookings.participants.c
        first, last = min(each.starts_at for each in times), max(each.ends_at for each in times)
        people = sorted({person_id for each in times for person_id in each.person_ids})
        question = select(theirs.person_id, theirs.visit_id, theirs.starts_at, theirs.ends_at).where(
            theirs.shelf.in_(OPEN_SHELVES),
            theirs.starts_at > first - LONGEST,
            theirs.starts_at < last,
            theirs.ends_at > first,
        )
        with self._bookings.database.reading() as connection:
            for start in range(0, len(people), PEOPLE_AT_ONCE):
                some = theirs.person_id.in_(people[start : start + PEOPLE_AT_ONCE])
                for person_id, *when in connection.execute(question.where(some)):
                    yield person_id, Busy(*when)


def _touching(wanted: Wanted, busy: dict[UUID, set[Busy]]) -> int:
    others = {
        when.visit_id
        for person_id in wanted.person_ids
        for when in busy[person_id]
        if when.starts_at < wanted.ends_at and when.ends_at > wanted.starts_at
    }
    return len(others - {wanted.visit_id})
