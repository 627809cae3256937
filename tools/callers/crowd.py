"""Lets time pass for many callers in one loop."""

import asyncio
import time
from typing import Final

from tools.callers.caller import Caller

STEP_SECONDS: Final = 0.002


class Crowd:
    """Everybody who has come; use it as a context."""

    def __init__(self) -> None:
        self.callers: set[Caller] = set()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Crowd":
        self._task = asyncio.create_task(self._pass_time())
        return self

    async def __aexit__(self, *raised: object) -> None:
        for caller in list(self.callers):
            await self.leave(caller)
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def join(self, caller: Caller, *kinds: str) -> None:
        """Let somebody in; whoever does not get in within ten seconds (TimeoutError) does not wait on."""
        self.callers.add(caller)
        try:
            await caller.join(*kinds)
        except BaseException:
            self.callers.discard(caller)
            await caller.break_line()
            caller.path.close()
            raise

    async def leave(self, caller: Caller) -> None:
        """Let somebody go."""
        self.callers.discard(caller)
        await caller.leave()

    async def _pass_time(self) -> None:
        while True:
            now = time.monotonic()
            for caller in list(self.callers):
                caller.poll(now)
            await asyncio.sleep(STEP_SECONDS)
