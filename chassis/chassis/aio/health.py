"""/healthz, /readyz, /metrics and a view of the inside of an asyncio process, on a port of its own."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

from chassis.telling import Ready, health_answer

SECONDS_TO_ASK = 5.0
View = Callable[[str], Any]
"""What a process shows of itself at a path, as JSON-ready values; None where there is nothing."""

REASONS = {200: "OK", 404: "Not Found", 503: "Service Unavailable"}


class HealthServer:
    """As little HTTP as a few paths need; one request for each connection."""

    def __init__(self, port: int, ready: Ready, view: View = lambda _: None) -> None:
        self._port = port
        self._ready = ready
        self._view = view
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        if self._server is None:
            return self._port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", self._port, limit=8192)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(SECONDS_TO_ASK):
                head = await reader.readuntil(b"\r\n\r\n")
                words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
                path = words[1] if len(words) == 3 and words[0] == "GET" else ""
                shown = self._view(path)
                if shown is not None:
                    status, content_type, body = 200, "application/json", json.dumps(shown).encode()
                else:
                    status, content_type, body = health_answer(path, self._ready)
                writer.write(_head(status, content_type, len(body)) + body)
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever asked is gone, or did not ask properly
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def _head(status: int, content_type: str, length: int) -> bytes:
    lines = (
        f"HTTP/1.1 {status} {REASONS[status]}",
        f"Content-Type: {content_type}",
        f"Content-Length: {length}",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
