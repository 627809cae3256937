"""What was read from the log a moment ago, as the log tells it now."""

import time
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from chassis.domain import Aggregate
from chassis.store import EventLog

KEPT_SECONDS = 5.0  # as long as keys are remembered: somebody who is forgotten does not live on in here
KEPT_MAX = 5_000
READ_AT_ONCE = 100

Kept = TypeVar("Kept", bound=Aggregate)


class Recent:
    """Aggregates that are only looked at, kept until the log holds anything new of them.

    One look at the end of the log says for all of them at once that they are still as they were. They are shared:
    whoever changes one finds it in the log instead.
    """

    def __init__(self, log: EventLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._log, self._clock = log, clock
        self._kept: dict[object, tuple[float, Any]] = {}
        self._position: int | None = None

    def catch_up(self) -> None:
        """Let go of whatever changed since: what is found after this is at least as new as the log is now."""
        if self._position is None:
            self._position = self._log.head
            return
        news = self._log.recorder.select_notifications(self._position, READ_AT_ONCE, inclusive_of_start=False)
        if len(news) == READ_AT_ONCE:
            self._position = self._log.head
            self._kept.clear()
        elif news:
            for each in news:
                self._kept.pop(each.originator_id, None)
            self._position = max(self._position, news[-1].id)

    def find(self, kind: type[Kept], aggregate_id: UUID) -> Kept | None:
        """The aggregate as of the last `catch_up` or later, or None when it was never created."""
        until, kept = self._kept.get(aggregate_id, (0.0, None))
        if until > self._clock():
            return kept if isinstance(kept, kind) else None
        position, now = self._position, self._clock()
        found = self._log.find(kind, aggregate_id)
        # Another greenlet may have caught up while this one was reading, with news of what is not kept yet.
        if found is not None and position == self._position:
            if len(self._kept) >= KEPT_MAX:
                self._kept.clear()
            self._kept[aggregate_id] = (now + KEPT_SECONDS, found)
        return found
