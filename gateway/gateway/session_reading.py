"""Sessions that many requests ask for at once: each is answered by a question sent after it came (decision 0006)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chassis.aio import Caller
from contracts.identity.calls import SESSIONS_MAX, ReadSession, ReadSessions
from contracts.refusals import Refused
from gateway.turns import PATIENCE_SECONDS, Turns

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
        self._waiting: dict[str, _Asked] = {}
        self._turns = Turns(self._batch, self._ask, patience_seconds)

    async def read(self, token: str, *, clicked: bool = False) -> dict[str, Any]:
        """The session of a token as identity knows it now, which others may hold too; refused as identity refuses."""
        asked = self._waiting.get(token)
        if asked is None:
            asked = self._waiting[token] = _Asked(token)
        asked.clicked = asked.clicked or clicked
        self._turns.go()
        read = await asyncio.shield(asked.read)  # one that goes away does not take the others' answer with it
        if isinstance(read, Refused):
            raise Refused(read.kind, read.code, read.detail)
        if isinstance(read, Exception):
            raise read
        return read

    def _batch(self) -> list[_Asked]:
        return [self._waiting.pop(token) for token in list(self._waiting)[:SESSIONS_MAX]]

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
