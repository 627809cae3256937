"""Those who come while others are on their way go together in the next turn."""

import asyncio
from collections import deque

from gateway.turns import Turns


class Ferry:
    """Carries whoever waits, three at most, and comes back when it is let."""

    def __init__(self, patience_seconds: float = 3600) -> None:
        self.waiting: deque[str] = deque()
        self.carried: list[list[str]] = []
        self.may_come_back = asyncio.Event()
        self.fails_with: Exception | None = None
        self.turns = Turns(self._take, self._carry, patience_seconds)

    def come(self, *names: str) -> None:
        self.waiting += names
        self.turns.go()

    async def has_carried(self, *batches: list[str]) -> bool:
        async with asyncio.timeout(2):
            while len(self.carried) < len(batches):  # noqa: ASYNC110 - the other task runs meanwhile
                await asyncio.sleep(0)
        return self.carried == list(batches)

    def _take(self) -> list[str]:
        return [self.waiting.popleft() for _ in range(min(3, len(self.waiting)))]

    async def _carry(self, batch: list[str]) -> None:
        self.carried.append(batch)
        await self.may_come_back.wait()
        if self.fails_with is not None:
            raise self.fails_with


async def test_the_first_goes_at_once_and_the_rest_together_when_it_is_back():
    ferry = Ferry()

    ferry.come("a")
    assert await ferry.has_carried(["a"])
    ferry.come("b", "c", "d", "e")
    ferry.may_come_back.set()

    assert await ferry.has_carried(["a"], ["b", "c", "d"], ["e"])


async def test_one_that_stays_away_does_not_hold_up_the_next_for_ever():
    ferry = Ferry(patience_seconds=0)

    ferry.come("a")
    ferry.come("b", "c", "d", "e")

    assert await ferry.has_carried(["a", "b", "c"], ["d", "e"])


async def test_one_that_fails_does_not_keep_the_next_from_going():
    ferry = Ferry()
    ferry.fails_with = RuntimeError()
    ferry.may_come_back.set()

    ferry.come("a")
    assert await ferry.has_carried(["a"])
    ferry.come("b")

    assert await ferry.has_carried(["a"], ["b"])
