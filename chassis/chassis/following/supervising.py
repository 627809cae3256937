"""Keeping every loop of a follower alive: when one dies, the process ends, loudly, and is started again."""

import logging
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import NoReturn, Protocol

from chassis import telling

GRACE_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.1


class Loop(Protocol):
    """Something that follows until it is told to stop. `is_ready`, when it has one, says that it keeps up."""

    name: str

    def run(self, stop: threading.Event) -> None: ...


def follow(loops: Sequence[Loop], health_port: int) -> NoReturn:
    """Run all loops until SIGTERM; leave with 1 as soon as any of them ends by itself."""
    stop = threading.Event()
    asked_to_end = _asked_to_end()
    following = [_Following(loop, stop) for loop in loops]
    health = telling.HealthServer(health_port, lambda: {each.loop.name: each.is_ready for each in following})
    health.start()
    for each in following:
        each.start()
    telling.tell("following", loops=[loop.name for loop in loops])
    while not (asked_to_end or stop.is_set()):
        stop.wait(LOOK_EVERY_SECONDS)
    stop.set()
    everyone_ended = _joined(following)
    failed = [each.loop.name for each in following if each.has_failed]
    telling.tell("followed", failed=failed, everyone_ended=everyone_ended)
    sys.exit(0 if everyone_ended and not failed else 1)


class _Following(threading.Thread):
    def __init__(self, loop: Loop, stop: threading.Event) -> None:
        super().__init__(name=loop.name, daemon=True)
        self.loop = loop
        self.has_failed = False
        self._stopping = stop

    @property
    def is_ready(self) -> bool:
        return self.is_alive() and bool(getattr(self.loop, "is_ready", True))

    def run(self) -> None:
        try:
            self.loop.run(self._stopping)
        except Exception as failure:  # noqa: BLE001 - the outer loop of a thread
            self.has_failed = True
            telling.tell_failure("loop_died", failure, loop=self.loop.name)
        if not self._stopping.is_set():
            self.has_failed = True
            telling.tell("loop_ended", level=logging.ERROR, loop=self.loop.name)
        # One loop's death must not hide behind the others' life.
        self._stopping.set()


def _asked_to_end() -> list[int]:
    """Gets the number of the signal that asks the process to end.

    A handler that set the event itself would wait for ever for a lock that the interrupted thread may hold.
    """
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: asked.append(number))
    return asked


def _joined(following: Sequence[_Following]) -> bool:
    deadline = time.monotonic() + GRACE_SECONDS
    for each in following:
        each.join(max(0.0, deadline - time.monotonic()))
    return not any(each.is_alive() for each in following)
