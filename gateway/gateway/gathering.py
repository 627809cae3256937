"""The same question asked by many pages at once: while one is on its way, the next ones gather behind one more.

Whoever gathers is answered by a question that was sent after they asked, so that nobody is shown what was true before.
"""

import asyncio
import json
from typing import Any
from weakref import WeakKeyDictionary, proxy

from chassis.aio import Caller
from contracts.message import Call

Key = tuple[type[Call], str]


class Gathering:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._on_their_way: dict[Key, asyncio.Task[dict[str, Any]]] = {}
        self._next: dict[Key, asyncio.Task[dict[str, Any]]] = {}

    async def ask(self, call: type[Call], **request: Any) -> dict[str, Any]:
        """The reply, which others may hold too: it is not to be changed."""
        key = (call, json.dumps(request, default=str, sort_keys=True))
        asked = self._next.get(key)
        if asked is None:
            before = self._on_their_way.get(key)
            asked = self._next[key] = asyncio.create_task(self._asked(key, before, request))
            asked.add_done_callback(_seen)
        return await asyncio.shield(asked)  # one page that goes away does not take the others' answer with it

    async def _asked(
        self, key: Key, before: asyncio.Task[dict[str, Any]] | None, request: dict[str, Any]
    ) -> dict[str, Any]:
        if before is not None:
            await asyncio.wait([before])
        self._on_their_way[key] = self._next.pop(key)
        try:
            return await self._caller.call(key[0], **request)
        finally:
            del self._on_their_way[key]


def _seen(asked: asyncio.Task[dict[str, Any]]) -> None:
    """A failure is everybody's who waits; when all have gone away it is nobody's."""
    if not asked.cancelled():
        asked.exception()


_ALL: WeakKeyDictionary[Caller, Gathering] = WeakKeyDictionary()


def gathered_by(caller: Caller) -> Gathering:
    """The one for this caller."""
    if caller not in _ALL:
        _ALL[caller] = Gathering(proxy(caller))
    return _ALL[caller]
