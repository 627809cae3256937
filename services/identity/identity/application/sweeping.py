"""Closing the sessions that are over though nobody signed out, so that their pages and calls end with them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Protocol
from uuid import UUID

from chassis import telling
from chassis.domain import ChangedMeanwhile
from identity.application.sessions import Sessions, Settings

PAUSE_SECONDS = 0.5


class PerhapsOver(Protocol):
    def perhaps_over(self, now: datetime, longest_idle: timedelta) -> list[UUID]: ...


class Sweeper:
    """A follower's loop. Several may sweep at once: whoever closes a session first has closed it."""

    name = "sweeper"
    is_ready = True

    def __init__(
        self,
        sessions: Sessions,
        open_sessions: PerhapsOver,
        settings: Settings,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sessions, self._open_sessions = sessions, open_sessions
        self._settings, self._clock = settings, clock
        self._swept = telling.counter("identity", "sessions_swept", "Sessions found to be over", ("reason",))

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            self.sweep(stop)
            stop.wait(PAUSE_SECONDS)

    def sweep(self, stop: Event) -> None:
        now = self._clock()
        for session_id in self._open_sessions.perhaps_over(now, self._settings.longest_idle()):
            if stop.is_set():
                return
            try:
                why = self._sessions.close_if_over(session_id, now)
            except ChangedMeanwhile:
                continue  # the next sweep sees it again
            if why is not None:
                self._swept.labels(why).inc()
