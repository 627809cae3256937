"""A server that hears webhooks on the loopback, with LiveKit's own receiver, and fails as often as it is told to."""

import asyncio

from livekit.api import TokenVerifier, WebhookReceiver
from livekit.protocol.webhook import WebhookEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.unit.visit_media_signalling.house import KEY
from visit_media.room_service.serving import ApiServer


class Ear:
    """What was heard, in order; `statuses` are the next answers, then 200."""

    def __init__(self) -> None:
        self.heard: list[WebhookEvent] = []
        self.kinds: set[str] = set()
        self.statuses: list[int] = []
        self._more = asyncio.Event()
        self._receiver = WebhookReceiver(TokenVerifier(KEY.name, KEY.secret))
        self._server = ApiServer(Starlette(routes=[Route("/hook", self._hear, methods=["POST"])]))

    async def open(self) -> str:
        await self._server.open("127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.port}/hook"

    async def close(self) -> None:
        await self._server.close()

    async def after(self, number: int) -> list[str]:
        """Return the names of the events, once so many have been heard."""
        async with asyncio.timeout(10):
            while len(self.heard) < number:
                self._more.clear()
                await self._more.wait()
        return [event.event for event in self.heard]

    async def _hear(self, request: Request) -> Response:
        body = (await request.body()).decode()
        event = self._receiver.receive(body, request.headers["Authorization"])
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return Response(status_code=status)
        self.kinds.add(request.headers["Content-Type"])
        self.heard.append(event)
        self._more.set()
        return Response()
