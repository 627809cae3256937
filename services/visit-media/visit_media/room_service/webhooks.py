"""Sends events to whoever asked for them, signed, in order for each room, without anybody waiting for it."""

import asyncio
import base64
import hashlib
import logging
import time
from collections import deque
from collections.abc import Sequence
from typing import Final

import httpx
import jwt
from google.protobuf import json_format
from livekit.protocol.webhook import WebhookEvent

from visit_media.room_service import metrics
from visit_media.signalling.tokens import ALGORITHM, TokenKey

CONTENT_TYPE: Final = "application/webhook+json"
MOST_WAITING: Final = 10_000
MOST_CONNECTIONS: Final = 20
SEND_SECONDS: Final = 5.0
TOKEN_SECONDS: Final = 300
CLOSE_SECONDS: Final = 3.0
PAUSES_SECONDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
TRY_AGAIN: Final = frozenset({408, 425, 429})
log = logging.getLogger(__name__)

Lane = tuple[str, str]


class Webhooks:
    """Keeps a lane for each address and room with something to tell.

    An event is tried again after each of the pauses, then given up; beyond MOST_WAITING events new ones are dropped,
    and the next one tells how many.
    """

    def __init__(self, urls: Sequence[str], key: TokenKey, pauses: Sequence[float] = PAUSES_SECONDS) -> None:
        self._urls = tuple(urls)
        self._key = key
        self._pauses = tuple(pauses)
        self._lanes: dict[Lane, deque[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._dropped = 0
        limits = httpx.Limits(max_connections=MOST_CONNECTIONS)
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(SEND_SECONDS, pool=None), limits=limits)

    def tell(self, room: str, event: WebhookEvent) -> None:
        """Send an event some time soon, after those of the same room that were told before."""
        if not self._urls:
            return
        if self._waiting + len(self._urls) > MOST_WAITING:
            self._dropped += 1
            metrics.WEBHOOKS.labels("dropped").inc(len(self._urls))
            return
        event.num_dropped, self._dropped = self._dropped, 0
        body = json_format.MessageToJson(event, indent=None).encode()
        for url in self._urls:
            self._queue((url, room), body)

    async def close(self) -> None:
        """Send what can be sent in a moment, then stop."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=CLOSE_SECONDS)
        for task in list(self._tasks):
            task.cancel()
        if self._waiting:
            log.error("webhooks_not_drained", extra={"waiting": self._waiting})
        await self._client.aclose()

    def _queue(self, lane: Lane, body: bytes) -> None:
        self._count(1)
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(body)
            return
        self._lanes[lane] = deque([body])
        task = asyncio.create_task(self._drive(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drive(self, lane: Lane) -> None:
        waiting = self._lanes[lane]
        while waiting:
            outcome = await self._deliver(lane[0], waiting[0])
            waiting.popleft()
            self._count(-1)
            metrics.WEBHOOKS.labels(outcome).inc()
            if outcome != "delivered":
                log.warning("webhook_not_delivered", extra={"outcome": outcome, "room": lane[1]})
        del self._lanes[lane]

    async def _deliver(self, url: str, body: bytes) -> str:
        for pause in (*self._pauses, None):
            status = await self._post(url, body)
            if 200 <= status < 300:
                return "delivered"
            if 300 <= status < 500 and status not in TRY_AGAIN:
                return "refused"
            if pause is not None:
                await asyncio.sleep(pause)
        return "given_up"

    async def _post(self, url: str, body: bytes) -> int:
        """Return the status, 0 when there was no answer."""
        headers = {"Content-Type": CONTENT_TYPE, "Authorization": signature(self._key, body, time.time())}
        try:
            return (await self._client.post(url, content=body, headers=headers)).status_code
        except httpx.HTTPError:
            return 0

    def _count(self, change: int) -> None:
        self._waiting += change
        metrics.WEBHOOKS_WAITING.set(self._waiting)


def signature(key: TokenKey, body: bytes, now: float) -> str:
    """Return the token that vouches for a body: its SHA-256 in base64, for five minutes."""
    claims = {
        "iss": key.name,
        "sub": key.name,
        "nbf": int(now),
        "exp": int(now) + TOKEN_SECONDS,
        "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
    }
    return jwt.encode(claims, key.secret, algorithm=ALGORITHM)
