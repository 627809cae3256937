"""Sessions that many requests ask for at once: while one question is on its way, the next tokens gather behind it.

Every request is answered by a question that was sent after it came (decision 0006).
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chassis.aio import Caller
from contracts.identity.calls import SESSIONS_MAX, ReadSession, ReadSessions
from contracts.refusals import Refused

PATIENCE_SECONDS = 0.25
"""How long the next tokens gather behind a question that is not answered: a lost one does not hold up the rest."""

Read = dict[str, Any] | Exception


@dataclass(slots=True)
class _Asked:
    """One token, asked for by one request or several."""

    token: str
    clicked: bool = False
    read: "asyncio.Future[Read]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class SessionReading:
    def __init__(self, caller: Caller, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._caller = caller
        self._patience_seconds = patience_seconds
        self._waiting: dict[str, _Asked] = {}
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._sending: asyncio.Task[None] | None = None

    async def read(self, token: str, *, clicked: bool = False) -> dict[str, Any]:
        """The session of a token as identity knows it now, which others may hold too; refused as identity refuses."""
        asked = self._waiting.get(token)
        if asked is None:
            asked = self._waiting[token] = _Asked(token)
        asked.clicked = asked.clicked or clicked
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())
        read = await asyncio.shield(asked.read)  # one that goes away does not take the others' answer with it
        if isinstance(read, Refused):
            raise Refused(read.kind, read.code, read.detail)
        if isinstance(read, Exception):
            raise read
        return read

    async def _send(self) -> None:
        while self._waiting:
            asking = asyncio.create_task(self._ask(list(self._batch())))
            self._on_their_way.add(asking)
            asking.add_done_callback(self._on_their_way.discard)
            await asyncio.wait([asking], timeout=self._patience_seconds)

    def _batch(self) -> Iterator[_Asked]:
        for token in list(self._waiting)[:SESSIONS_MAX]:
            yield self._waiting.pop(token)

    async def _ask(self, batch: list[_Asked]) -> None:
        reads: Sequence[Read]
        try:
            reads = await self._read(batch)
        except Exception as failure:  # noqa: BLE001 - it is raised where it was asked
            reads = [failure] * len(batch)
        for asked, read in zip(batch, reads, strict=True):
            asked.read.set_result(read)

    async def _read(self, batch: list[_Asked]) -> Sequence[Read]:
        """What is read of each; one that breaks the question does not hold up those beside it."""
        if len(batch) == 1:
            return [await self._read_alone(batch[0])]
        tokens = [{"token": asked.token, "clicked": asked.clicked} for asked in batch]
        try:
            told = (await self._caller.call(ReadSessions, sessions=tokens))["sessions"]
        except Refused as refused:
            if refused.code in ("late", "unavailable"):
                return [refused] * len(batch)
            return await asyncio.gather(*(self._read_alone(asked) for asked in batch))
        return [session or Refused("unauthenticated", "not_signed_in") for session in told]

    async def _read_alone(self, asked: _Asked) -> Read:
        try:
            return await self._caller.call(ReadSession, token=asked.token, clicked=asked.clicked)
        except Refused as refused:
            return refused
