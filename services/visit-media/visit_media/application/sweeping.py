"""Finding those of whose waiting pages nobody has heard for long: their browsers were closed without a word."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Protocol
from uuid import UUID

from chassis import telling
from chassis.domain import ChangedMeanwhile
from visit_media.domain.waiting_room import End

LOST_AFTER = timedelta(seconds=45)
PAUSE_SECONDS = 1.0
Waiter = tuple[UUID, UUID]


class Pages(Protocol):
    def end_unheard(self, since: datetime) -> None: ...
    def waiters(self) -> set[Waiter]: ...


class KnownWaiting(Protocol):
    def waiting_since(self, before: datetime) -> list[Waiter]: ...


class Waiting(Protocol):
    def page_gone(self, waiter: Waiter, reason: End, now: datetime) -> None: ...


class Sweeper:
    """A loop of the follower. It asks who waits without a page, so that whatever was left undone is done here."""

    name = "waiting"
    is_ready = True

    def __init__(
        self,
        waiting: Waiting,
        pages: Pages,
        known: KnownWaiting,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._waiting, self._pages, self._known, self._clock = waiting, pages, known, clock
        self._lost = telling.counter("visit_media", "waiting_lost", "People who waited and were heard of no more")

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            self.sweep()
            stop.wait(PAUSE_SECONDS)

    def sweep(self) -> None:
        now = self._clock()
        self._pages.end_unheard(now - LOST_AFTER)
        waiting = self._known.waiting_since(now - LOST_AFTER)
        with_a_page = self._pages.waiters() if waiting else set()
        for waiter in waiting:
            if waiter not in with_a_page:
                self._end(waiter, now)

    def _end(self, waiter: Waiter, now: datetime) -> None:
        try:
            self._waiting.page_gone(waiter, "lost", now)
        except ChangedMeanwhile:
            return  # the next sweep sees it again
        self._lost.inc()
