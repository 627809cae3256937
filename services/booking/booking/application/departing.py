"""Takes people out of the visits they may no longer be in, a few visits at a time (Q7)."""

import threading
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from booking.domain.participant import Leaver, Participant
from chassis.domain import ChangedMeanwhile
from chassis.telling import counter

PEOPLE_AT_ONCE = 10
VISITS_AT_ONCE = 25
SECOND_SWEEP_AFTER = timedelta(seconds=30)
"""A booking that was decided just before the change was heard is saved by then, and is found by the second sweep."""
PAUSE_SECONDS = 0.1


class Leavers(Protocol):
    def due(self, now: datetime, limit: int) -> Sequence[Leaver]: ...
    def swept(self, leaver: Leaver, next_due_at: datetime) -> None: ...


class OpenVisits(Protocol):
    def catch_up(self, at_least: int | None) -> int: ...

    def open_visits(self, person_id: UUID, roles: Collection[str], after: UUID | None, limit: int) -> list[UUID]: ...


class TakesOut(Protocol):
    @property
    def head(self) -> int: ...

    def take_out(self, *, visit_id: UUID, person: Participant, taken_out_by: UUID, now: datetime) -> int: ...


class Departures:
    """A loop of the follower. What is left to do stands in the view of people, so that a restart loses nothing;
    everything it does may be done again.
    """

    name = "departures"

    def __init__(self, booking: TakesOut, leavers: Leavers, visits: OpenVisits) -> None:
        self._booking, self._leavers, self._visits = booking, leavers, visits
        self._reached: dict[UUID, tuple[int, UUID]] = {}
        self._counted = counter("booking", "departures", "Visits that somebody was to be taken out of", ("outcome",))

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            if not self.step(datetime.now(UTC)):
                stop.wait(PAUSE_SECONDS)

    def step(self, now: datetime) -> bool:
        """A few visits of everyone who is to leave; False when there was nothing to do."""
        leavers = self._leavers.due(now, PEOPLE_AT_ONCE)
        if not leavers:
            return False
        head = self._booking.head
        if self._visits.catch_up(head) < head:
            return False  # a list that is late may not know of a visit yet
        for leaver in leavers:
            self._take_out_of_some(leaver, now)
        return True

    def _take_out_of_some(self, leaver: Leaver, now: datetime) -> None:
        person, (version, reached) = leaver.person, self._reached.get(leaver.person.id, (0, None))
        after = reached if version == leaver.version else None
        visit_ids = self._visits.open_visits(person.id, person.lost_roles, after, VISITS_AT_ONCE)
        for visit_id in visit_ids:
            try:
                self._booking.take_out(
                    visit_id=visit_id, person=person, taken_out_by=leaver.changed_by, now=datetime.now(UTC)
                )
            except ChangedMeanwhile:
                self._counted.labels("changed_meanwhile").inc()
                return  # the same visits are tried again at the next step
            self._counted.labels("taken_out").inc()
            self._reached[person.id] = (leaver.version, visit_id)
        if len(visit_ids) < VISITS_AT_ONCE:
            self._reached.pop(person.id, None)
            self._leavers.swept(leaver, now + SECOND_SWEEP_AFTER)
