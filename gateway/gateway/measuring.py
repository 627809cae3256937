"""Counts and times the gateway's answers by route, for dashboards and alerts."""

import time
from functools import cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.telling import counter, seconds, tell

ANSWERS = counter("gateway", "answers", "HTTP answers", ("route", "method", "status"))
SECONDS = seconds("gateway", "answer", "Time to the first byte of the answer", ("route",))
METHODS = frozenset({"GET", "HEAD", "POST"})
_answers, _seconds = cache(ANSWERS.labels), cache(SECONDS.labels)


class Measured:
    """Labels come from the route table, never from what was asked, so their number is bounded."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def send_measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                _measure(scope, message["status"], time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, send_measured)


def _measure(scope: Scope, status: int, took_seconds: float) -> None:
    endpoint = scope.get("endpoint")
    route = getattr(endpoint, "route_name", None) or ("pages" if not scope["path"].startswith("/api/") else "unknown")
    method = scope["method"] if scope["method"] in METHODS else "other"
    _answers(route, method, str(status)).inc()
    _seconds(route).observe(took_seconds)
    tell("answered", route=route, method=method, status=status, ms=round(took_seconds * 1000, 1))
