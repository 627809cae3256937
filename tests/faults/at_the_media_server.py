"""An unchanged LiveKit client in a visit's room, and the media server's word on a token."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import httpx
from livekit import rtc

from tests.faults.caller_at_the_door import PATIENCE_SECONDS


@asynccontextmanager
async def connected(joining: dict[str, Any]) -> Any:
    room = rtc.Room()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                await room.connect(joining["url"], joining["token"])
                break
            except rtc.ConnectError:
                continue  # the media server is just being started again; the client's own tries take their time
    try:
        yield room
    finally:
        await room.disconnect()


def media_answers(url: str, token: str) -> int:
    base = url.replace("ws", "http", 1)
    return httpx.get(f"{base}/rtc/v1/validate", params={"access_token": token}, timeout=10).status_code
