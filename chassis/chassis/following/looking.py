"""One look at a log for everyone in this process who follows it: a look is a query, and most find nothing new."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from eventsourcing.application import Application


class Looking:
    """How far the log was known to reach, and when it was last looked at."""

    def __init__(self, application: Application[Any], clock: Callable[[], float] = time.monotonic) -> None:
        self._head_now = application.recorder.max_notification_id
        self._clock, self._lock = clock, Lock()
        self._head, self._looked_at = 0, float("-inf")

    def is_beyond(self, position: int, oldest_seconds: float = 0.0) -> bool:
        """Whether the log goes on after a position, by a look that is at most so old."""
        with self._lock:
            if self._head <= position and self._clock() - self._looked_at >= oldest_seconds:
                self._head, self._looked_at = self._head_now() or 0, self._clock()
            return self._head > position


_ALL: WeakKeyDictionary[Application[Any], Looking] = WeakKeyDictionary()
_MAKING = Lock()


def looking_at(application: Application[Any]) -> Looking:
    """The one for this log."""
    with _MAKING:
        return _ALL.setdefault(application, Looking(application))
