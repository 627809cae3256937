"""Questions that travel together: while one is on its way, what comes gathers for the next."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from chassis.telling import tell_failure

PATIENCE_SECONDS = 0.25
"""How long the next ones gather behind a question that is not answered: a lost one does not hold up the rest."""
REST_SECONDS_MAX = 0.02
"""After each question there is a rest as long as it took, at most this: the busier the house, the more go together."""

Waiting = TypeVar("Waiting")


class Turns(Generic[Waiting]):
    """`take` gives those who go next, nobody when nobody waits; `send` carries them, and settles with each."""

    def __init__(
        self,
        take: Callable[[], list[Waiting]],
        send: Callable[[list[Waiting]], Awaitable[None]],
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._take, self._send, self._patience_seconds = take, send, patience_seconds
        self._on_their_way: set[asyncio.Future[None]] = set()
        self._going: asyncio.Task[None] | None = None

    def go(self) -> None:
        """Somebody waits."""
        if self._going is None or self._going.done():
            self._going = asyncio.create_task(self._go())

    async def _go(self) -> None:
        clock = asyncio.get_running_loop().time
        while batch := self._take():
            began = clock()
            sending = asyncio.ensure_future(self._send(batch))
            self._on_their_way.add(sending)
            sending.add_done_callback(self._is_back)
            await asyncio.wait([sending], timeout=self._patience_seconds)
            await asyncio.sleep(min(clock() - began, REST_SECONDS_MAX))

    def _is_back(self, sent: asyncio.Future[None]) -> None:
        self._on_their_way.discard(sent)
        failure = None if sent.cancelled() else sent.exception()
        if failure is not None:
            tell_failure("turn_failed", failure)
