"""A page that stays open and hears what happens, as every tab of a browser does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor


class OpenPage:
    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self._news = asyncio.Event()

    async def hears(self, name: str, **data: Any) -> None:
        """Return once an event of this name, with at least these data, has come."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(name == event and data.items() <= told.items() for event, told in self.heard):
                self._news.clear()
                await self._news.wait()

    async def listen(self, response: httpx.Response) -> None:
        name = ""
        async for line in response.aiter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                self.heard.append((name, json.loads(value)))
                self._news.set()


@asynccontextmanager
async def open_page(caller: CallerAtTheDoor) -> AsyncIterator[OpenPage]:
    page = OpenPage()
    async with httpx.AsyncClient() as http:
        response = await http.send(caller.live, stream=True)
        assert response.status_code == 200
        listening = asyncio.create_task(page.listen(response))
        await page.hears("resync")  # a page without a place in the stream refetches first, and then misses nothing
        try:
            yield page
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await response.aclose()
