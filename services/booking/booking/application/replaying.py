"""Looks back into the log: what visits were at a moment, for a person and for a day."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from booking.application.visits import Booking
from booking.domain.abilities import abilities
from booking.domain.participant import Participant
from booking.domain.stockholm import bounds, day_of
from booking.domain.visit import Visit

SHORTEST = timedelta(microseconds=1)


class Index(Protocol):
    def of_person(self, person_id: UUID, at: datetime) -> Sequence[UUID]: ...
    def of_day(self, day: date) -> Sequence[UUID]: ...


@dataclass(frozen=True, slots=True)
class PersonsVisit:
    """A visit as it was, what the person was in it, and what they could have done."""

    visit: Visit
    role: str
    can: list[str]


@dataclass(frozen=True, slots=True)
class DaysVisit:
    """A visit as it was at the end of a day, and what happened to it on that day."""

    visit: Visit
    events: list[Any]


class Replays:
    def __init__(
        self, booking: Booking, index: Index, let_others_go_first: Callable[[], None] = lambda: time.sleep(0)
    ) -> None:
        self._booking, self._index, self._let_others_go_first = booking, index, let_others_go_first

    def person(
        self, *, person_id: UUID, at: datetime | None, roles: Sequence[str] | None, status: str | None
    ) -> Iterator[PersonsVisit]:
        """The visits the person belonged to then; with these rights, or as they are needed where none are said."""
        moment = at or datetime.now(UTC)
        for visit_id in self._index.of_person(person_id, moment):
            visit, _ = self._past(visit_id, moment)
            role = None if visit is None else _role(visit, person_id)
            if visit is not None and role is not None:
                rights = {role} if roles is None else roles
                person = Participant(person_id, frozenset(rights), status or "active")
                yield PersonsVisit(visit, role, abilities(visit, person, moment))

    def day(self, day: date) -> Iterator[DaysVisit]:
        """Every visit that was booked for the day when it ended, and every one to which something happened on it."""
        begins, ends = bounds(day)
        for visit_id in self._index.of_day(day):
            visit, events = self._past(visit_id, ends - SHORTEST)
            happened = [event for event in events if begins <= event.timestamp < ends]
            if visit is not None and (happened or day_of(visit.starts_at) == day):
                yield DaysVisit(visit, happened)

    def _past(self, visit_id: UUID, at: datetime) -> tuple[Visit | None, list[Any]]:
        self._let_others_go_first()
        return self._booking.history(visit_id, at)


def _role(visit: Visit, person_id: UUID) -> str | None:
    if person_id in visit.staff_ids:
        return "staff"
    return "patient" if person_id in visit.patient_ids else None
