"""Carries rearrangements out, one visit after the other, whatever happens in between (BOK-6)."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Event
from typing import Protocol
from uuid import UUID

from booking.domain.rearrangement import Rearrangement
from chassis.domain import ChangedMeanwhile
from chassis.telling import counter, tell

PAUSE_SECONDS = 0.2
AT_ONCE = 10
GIVE_WAY_SECONDS = 0.02  # between them: whoever waits to write to the log only looks in now and then


class Running(Protocol):
    def ids(self) -> Sequence[UUID]: ...


class CarriesOut(Protocol):
    def carry_out_some(self, *, rearrangement_id: UUID, most: int, now: datetime) -> Rearrangement | None: ...


class RearrangementLoop:
    """A follower's loop. Each visit and its note in the rearrangement are one transaction: killed at any moment, it
    goes on with the first visit that has no note. Several may run at once.
    """

    name = "rearrangements"
    is_ready = True

    def __init__(
        self,
        rearrangements: CarriesOut,
        running: Running,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rearrangements, self._running, self._clock = rearrangements, running, clock
        self._ended = counter("booking", "rearrangements", "Rearrangements that came to their end", ("state",))

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            self.attend(stop)
            stop.wait(PAUSE_SECONDS)

    def attend(self, stop: Event) -> None:
        """Everything that is running now, to its end."""
        for rearrangement_id in self._running.ids():
            try:
                self._carry_out(rearrangement_id, stop)
            except ChangedMeanwhile:  # the same visit is tried again at the next look
                tell("rearrangement_delayed", level=logging.WARNING, rearrangement_id=str(rearrangement_id))

    def _carry_out(self, rearrangement_id: UUID, stop: Event) -> None:
        while not stop.is_set():
            found = self._rearrangements.carry_out_some(
                rearrangement_id=rearrangement_id, most=AT_ONCE, now=self._clock()
            )
            if found is None:
                return
            if not found.waiting_ids:
                self._tell_of_the_end(found)
                return
            stop.wait(GIVE_WAY_SECONDS)

    def _tell_of_the_end(self, ended: Rearrangement) -> None:
        self._ended.labels(ended.state).inc()
        tell(
            "rearrangement_ended",
            rearrangement_id=str(ended.id),
            state=ended.state,
            changed=ended.changed_count,
            problems=len(ended.problems),
        )
