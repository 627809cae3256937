"""What a log says next, read and opened once for everyone in this process who follows it."""

import time
from bisect import bisect_right
from collections.abc import Callable
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from eventsourcing.application import Application

from chassis.reading import Found, read_on

MUCH = 4
"""Of so many events on, whoever follows waits for more of them before the next look."""
RESTING_SECONDS = 0.05
"""Between two looks that found little."""
OLDEST_LOOK_SECONDS = 0.02
"""A look of another loop at the same log will do."""
KEPT_EVENTS = 400
KEPT_SECONDS = 1.0  # whoever comes later reads for himself: what was opened is not kept beyond the moment


class Looking:
    """The newest stretch of the log that anyone looked at, and when that was: most looks find nothing new, and what
    one finds the others want too.
    """

    def __init__(self, application: Application[Any], clock: Callable[[], float] = time.monotonic) -> None:
        self._application, self._clock = application, clock
        self._lock = Lock()
        self._begun_at = self._head_seen_at = float("-inf")
        self._start = self._end = -1
        self._found: list[Found] = []

    def beyond(self, position: int, limit: int, oldest_seconds: float = 0.0) -> list[Found]:
        """What follows a position, at most so much, by a look that is at most so old."""
        with self._lock:
            now = self._clock()
            if position == self._end and now - self._head_seen_at < oldest_seconds:
                return []
            if self._is_kept(now) and self._start <= position < self._end:
                first = bisect_right(self._found, position, key=_place)
                return self._found[first : first + limit]
            return self._look(position, limit, now)

    def _look(self, position: int, limit: int, now: float) -> list[Found]:
        found = read_on(self._application, position, limit)
        if position != self._end or not self._is_kept(now):
            self._start, self._found, self._begun_at = position, [], now
        self._found += found
        self._end = found[-1].position if found else position
        self._head_seen_at = now if len(found) < limit else float("-inf")
        return found

    def _is_kept(self, now: float) -> bool:
        return now - self._begun_at <= KEPT_SECONDS and len(self._found) < KEPT_EVENTS


def _place(found: Found) -> int:
    return found.position


_ALL: WeakKeyDictionary[Application[Any], Looking] = WeakKeyDictionary()
_MAKING = Lock()


def looking_at(application: Application[Any]) -> Looking:
    """The one for this log."""
    with _MAKING:
        return _ALL.setdefault(application, Looking(application))
