"""Someone at the gateway's door: signs in, asks and listens over plain sockets, so that a thousand cost little."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from gateway.session import COOKIE, CSRF_HEADER

LONGEST_ANSWER_SECONDS = 60.0


class Visitor:
    """One signed-in browser, with one connection that is kept for asking and another for each stream."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "localhost", parts.port or 80
        self._headers = {"Host": parts.netloc}
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @classmethod
    async def signed_in(cls, url: str, person_id: UUID) -> Self:
        """Signed in as a person of the demo."""
        visitor = cls(url)
        status, headers, _ = await visitor._asked("POST", "/api/sign-in/demo", {"person_id": str(person_id)})
        assert status == 204, status
        cookie = headers["set-cookie"].partition(";")[0]
        visitor._headers["Cookie"] = f"{COOKIE}={cookie.partition('=')[2]}"
        _, session = await visitor.ask("GET", "/api/session")
        visitor._headers[CSRF_HEADER] = session["csrf_token"]
        return visitor

    async def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        status, _, content = await self._asked(method, path, body)
        return status, json.loads(content) if content else None

    async def told(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON of an answer that must not be a refusal."""
        status, answer = await self.ask(method, path, body)
        assert status < 300, (method, path, status, answer)
        return answer

    async def listen(self) -> AsyncIterator[tuple[str, dict[str, Any], float]]:
        """The events of the live stream, and the moment each was read; the first is the stream's own opening."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(self._request("GET", "/api/live", b"", {"Accept": "text/event-stream"}))
            status, _ = await _head(reader)
            assert status == 200, status
            name = "open"
            while line := await reader.readline():
                if line.startswith(b"event:"):
                    name = line[6:].strip().decode()
                elif line.startswith(b"data:"):
                    yield name, json.loads(line[5:]), time.perf_counter()
        finally:
            writer.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None

    async def _asked(self, method: str, path: str, body: Mapping[str, Any] | None) -> tuple[int, dict[str, str], bytes]:
        content = b"" if body is None else json.dumps(body).encode()
        request = self._request(method, path, content, {"Content-Type": "application/json"})
        async with asyncio.timeout(LONGEST_ANSWER_SECONDS):
            was_kept = self._connection is not None
            try:
                return await self._exchanged(request)
            except ConnectionError:
                if not was_kept:
                    raise
                self.close()  # servers close what nobody has used for a while, perhaps in this very moment
                return await self._exchanged(request)

    async def _exchanged(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._connection is None:
            self._connection = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._connection
        writer.write(request)
        status, headers = await _head(reader)
        answer = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.close()
        return status, headers, answer

    def _request(self, method: str, path: str, content: bytes, more: Mapping[str, str]) -> bytes:
        headers = {**self._headers, **more, "Content-Length": str(len(content))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + content


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first = await reader.readline()
    if not first:
        raise ConnectionResetError
    status = int(first.split()[1])
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).strip()) != b"":
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    return status, headers
