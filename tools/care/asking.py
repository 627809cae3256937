"""Questions to the services of a running platform; one that does not answer is named, and the others are told."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from chassis.aio import Caller
from contracts.message import Call
from contracts.refusals import Refused

AT_ONCE = 10


class Asking:
    """`missing` says which services did not answer, and how they failed."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._turn = asyncio.Semaphore(AT_ONCE)
        self.missing: dict[str, str] = {}

    async def ask(self, call: type[Call], **request: Any) -> dict[str, Any] | None:
        """The answer, or None from a service that is not there; a refusal is raised."""
        if call.SERVICE in self.missing:
            return None
        async with self._turn:
            try:
                return await self._caller.call(call, **request)
            except Refused as refused:
                if refused.kind != "busy":
                    raise
                self.missing[call.SERVICE] = refused.code
                return None

    async def ask_each(self, call: type[Call], requests: Iterable[Mapping[str, Any]]) -> list[dict[str, Any] | None]:
        return await asyncio.gather(*(self.ask(call, **request) for request in requests))


@asynccontextmanager
async def asking() -> AsyncIterator[Asking]:
    async with Caller(os.environ["CARE_AMQP_URL"], "care") as caller:
        yield Asking(caller)
