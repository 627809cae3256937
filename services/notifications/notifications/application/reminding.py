"""Reminds of visits in time, again and again: a loop of the follower."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from chassis.telling import counter
from notifications.application.notices import Notices, Wanted
from notifications.domain.audience import on_reminding, ways_to
from notifications.domain.reminders import Due, Reminded, Reminders

VISITS_AT_ONCE = 100
PAUSE_SECONDS = 2.0
LARGEST_DRIFT_SECONDS = 30.0
SECONDS_TO_SETTLE = 60.0


class Known(Protocol):
    def reminders(self) -> Reminders: ...
    def not_active(self, person_ids: Collection[UUID]) -> set[UUID]: ...
    def to_remind_of(self, now: datetime, limit: int) -> Sequence[Reminded]: ...
    def look_again(self, seen: Sequence[tuple[Reminded, datetime | None]]) -> None: ...


class SteadyClock:
    """The time of day, and whether it goes as time does: a clock that was just put forward or back is not acted on."""

    def __init__(
        self,
        time_of_day: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._time_of_day, self._seconds = time_of_day, seconds
        self._last: tuple[datetime, float] | None = None
        self._unsettled_until = 0.0

    def read(self) -> datetime | None:
        """None while the clock is not to be trusted."""
        now, second = self._time_of_day(), self._seconds()
        if self._last is not None:
            passed = now - self._last[0]
            if abs(passed - timedelta(seconds=second - self._last[1])) > timedelta(seconds=LARGEST_DRIFT_SECONDS):
                self._unsettled_until = second + SECONDS_TO_SETTLE
        self._last = (now, second)
        return now if second >= self._unsettled_until else None


class Reminding:
    """What is left to do stands in the view of visits, so that a restart loses nothing; a reminder's id is made of the
    visit, its time and how long before it comes, so that no way of starting again tells of it twice.
    """

    name = "reminding"

    def __init__(self, notices: Notices, known: Known, clock: SteadyClock) -> None:
        self._notices, self._known, self._clock = notices, known, clock
        self._counted = counter("notifications", "reminded_visits", "Visits looked at for a reminder", ("outcome",))

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            if not self.step():
                stop.wait(PAUSE_SECONDS)

    def step(self) -> bool:
        """Some of the visits whose time has come; whether there may be more."""
        now = self._clock.read()
        if now is None:
            return False
        reminders = self._known.reminders()
        visits = self._known.to_remind_of(now, VISITS_AT_ONCE)
        for each in visits:
            due = each.due(reminders, now)
            if due is not None:
                self._notices.ask(self._wanted(each, due, reminders), now)
            self._counted.labels("reminded" if due is not None else "nothing_due").inc()
        self._known.look_again([(each, each.next_look(reminders, now)) for each in visits])
        return len(visits) == VISITS_AT_ONCE

    def _wanted(self, reminded: Reminded, due: Due, reminders: Reminders) -> Iterable[Wanted]:
        visit = reminded.visit
        if visit is None:
            return
        told = on_reminding(visit, due.person_ids - self._known.not_active(due.person_ids))
        cause = f"{visit.id}/{visit.starts_at.astimezone(UTC).isoformat()}/{due.minutes}"
        for each in told:
            for channel in ways_to(each, by_sms=reminders.by_sms, by_email=reminders.by_email):
                yield Wanted(cause, channel, each)
