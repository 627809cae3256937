"""The live stream of a signed-in page."""

import asyncio
import random
from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from contracts.refusals import Refused
from gateway.endpoints import Asked, Endpoint

RECONNECT_MS = (500, 1500)
"""Each page at a moment of its own, so that not all come back at once after a restart."""
HEARTBEAT_SECONDS = 15
SESSION_CHECK_SECONDS = 20.0
"""At most; each page asks at moments of its own, or all those that came back together would ask together for ever."""


async def live(asked: Asked) -> Response:
    return EventSourceResponse(
        _events(asked),
        ping=HEARTBEAT_SECONDS,
        headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
    )


async def _events(asked: Asked) -> AsyncIterator[bytes]:
    hub, session = asked.house.hub, asked.session
    last_event_id = asked.request.headers.get("Last-Event-ID", "")
    yield ServerSentEvent(comment="open", retry=random.randint(*RECONNECT_MS)).encode()
    watching = asyncio.create_task(_end_with_the_session(asked))
    try:
        async for told in hub.follow(session.person_id, session.session_id, last_event_id):
            yield told.sent
    finally:
        watching.cancel()


async def _end_with_the_session(asked: Asked) -> None:
    """A session also ends elsewhere (idle, another gateway): an open page must not outlive it by long."""
    while True:
        await asyncio.sleep(random.uniform(SESSION_CHECK_SECONDS / 2, SESSION_CHECK_SECONDS))
        try:
            await asked.house.sessions.read(asked.session.token)
        except Refused as refusal:
            if refusal.kind == "unauthenticated":
                asked.house.hub.end_session(asked.session.session_id)


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/live",
        handler=live,
        summary="What happens, live: `visit`, `presence`, `notice`, `provider`, `signed_out`, `resync`; resumable",
        media_type="text/event-stream",
    ),
)
