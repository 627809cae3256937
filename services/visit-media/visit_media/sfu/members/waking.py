"""Wakes the plane when packets come: at once while it is quiet, every few milliseconds while it is busy."""

import asyncio
import select
from collections.abc import Callable
from typing import Final

GATHERING_SECONDS: Final = 0.007
"""How long packets may wait for others: each waking costs as much as several packets, and packets for one receiver
leave together. It is part of the added delay, and what browsers themselves gather before they send."""


class Waking:
    """Watches a descriptor; polls again and again while something is there, and waits for it otherwise."""

    def __init__(self, descriptor: int, poll: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._poll = poll
        self._look = select.poll()
        self._look.register(descriptor, select.POLLIN)
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_gathering(self) -> bool:
        """Whether the next poll is a few milliseconds away: one before it would take apart what belongs together."""
        return self._timer is not None

    def open(self) -> None:
        """Begin to watch."""
        asyncio.get_running_loop().add_reader(self._descriptor, self._begin)

    def close(self) -> None:
        """Watch no longer."""
        asyncio.get_running_loop().remove_reader(self._descriptor)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _begin(self) -> None:
        asyncio.get_running_loop().remove_reader(self._descriptor)
        self._go_on()

    def _go_on(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(GATHERING_SECONDS, self._again)
        self._poll()

    def _again(self) -> None:
        self._timer = None
        if self._look.poll(0):
            self._go_on()
        else:
            self.open()
