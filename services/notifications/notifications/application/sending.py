"""Sends what is due by one way, a few at a time: a loop of the follower."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from chassis import telling
from notifications.application.attempting import NotItsTurn, Paced
from notifications.domain.outgoing import IdentityUnavailable

AT_ONCE = 4
PAUSE_SECONDS = 0.5
REST_SECONDS = 2.0
MINUTE_SECONDS = 60.0
TURN_SECONDS = 2.0
STEPS_A_COUNT = 20


class Queue(Protocol):
    """What is to be sent, as the follower has read it from the log."""

    def due(self, channel: str, now: datetime, patience: timedelta, limit: int) -> list[UUID]: ...
    def count_unsettled(self, channel: str) -> int: ...
    def position(self) -> int: ...


class Attempts(Protocol):
    def attempt(self, notice_id: UUID) -> None: ...


class Log(Protocol):
    @property
    def head(self) -> int: ...


class Pace:
    """At most so many in any minute."""

    def __init__(self, per_minute: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._seconds = per_minute, seconds
        self._taken: deque[float] = deque()

    def allows(self) -> bool:
        now = self._seconds()
        while self._taken and self._taken[0] <= now - MINUTE_SECONDS:
            self._taken.popleft()
        if len(self._taken) >= self._per_minute:
            return False
        self._taken.append(now)
        return True


class Sending:
    """One for each channel, so that an operator that hangs holds up nobody else's. What is under way stands in the
    log: after a crash it is found there.
    """

    def __init__(
        self,
        channel: str,
        *,
        queue: Queue,
        log: Log,
        attempts: Attempts,
        patience: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self.name = f"sending {channel}"
        self._channel, self._queue, self._log, self._attempts = channel, queue, log, attempts
        self._patience, self._clock = patience, clock
        self._under_way: dict[UUID, Future[None]] = {}
        self._until_read: dict[UUID, int] = {}
        self._until_turn: dict[UUID, float] = {}
        self._steps = 0
        self._unsettled = telling.gauge(
            "notifications", "unsettled_notices", "Notices not yet sent, failed or held back", ("channel",)
        ).labels(channel)

    def run(self, stop: threading.Event) -> None:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix=self.name) as pool:
            while not stop.is_set():
                stop.wait(self.step(pool))

    def step(self, pool: ThreadPoolExecutor) -> float:
        """Hand out what is due; how many seconds to wait before looking again."""
        has_to_rest = self._gather()
        if self._steps % STEPS_A_COUNT == 0:
            self._unsettled.set(self._queue.count_unsettled(self._channel))
        self._steps += 1
        if has_to_rest:
            return REST_SECONDS
        for notice_id in self._fresh(AT_ONCE - len(self._under_way)):
            self._under_way[notice_id] = pool.submit(self._attempts.attempt, notice_id)
        return PAUSE_SECONDS

    def _fresh(self, room: int) -> list[UUID]:
        """What is due and neither under way, nor settled without the queue having read it, nor waiting for its turn."""
        if room <= 0:
            return []
        position, now = self._queue.position(), time.monotonic()
        self._until_turn = {each: until for each, until in self._until_turn.items() if until > now}
        self._until_read = {each: until for each, until in self._until_read.items() if until > position}
        passed_over = self._under_way.keys() | self._until_read.keys() | self._until_turn.keys()
        due = self._queue.due(self._channel, self._clock(), self._patience, room + len(passed_over))
        return [each for each in due if each not in passed_over][:room]

    def _gather(self) -> bool:
        """Take in what has ended; whether to rest: identity is away, the minute's share is used up, something broke."""
        has_to_rest = False
        for notice_id, attempt in list(self._under_way.items()):
            if not attempt.done():
                continue
            del self._under_way[notice_id]
            failure = attempt.exception()
            if failure is None:
                self._until_read[notice_id] = self._log.head
                continue
            if isinstance(failure, NotItsTurn):
                self._until_turn[notice_id] = time.monotonic() + TURN_SECONDS
                continue
            has_to_rest = True
            if not isinstance(failure, IdentityUnavailable | Paced):
                telling.tell_failure("attempt_failed", failure, notice_id=notice_id)
        return has_to_rest
