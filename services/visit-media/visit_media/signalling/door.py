"""The HTTP side: lets a WebSocket in or says why not."""

import asyncio
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from websockets import http11
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from visit_media.signalling import metrics
from visit_media.signalling.admission import Admission, Verdict
from visit_media.signalling.joining import Join, read_join
from visit_media.signalling.limits import MOST_JOINS, MOST_KNOCKS, JoinLimit
from visit_media.signalling.protocol import Unreadable
from visit_media.signalling.server import MediaServer
from visit_media.signalling.tokens import Grant, TokenKey, TokenRefused

ONE_CONNECTION: Final = "/rtc/v1"
JOIN_PATHS: Final = (ONE_CONNECTION, "/rtc")
VALIDATE: Final = "/validate"
MOST_BYTES_OF_LINE: Final = 64 * 1024
MOST_BYTES_OF_MESSAGE: Final = 1024 * 1024
MOST_CONNECTIONS: Final = 4_000
ADMISSION_SECONDS: Final = 5.0
PING_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Ticket:
    """What somebody who was let in may do, and what it asked for."""

    grant: Grant
    join: Join


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody was not let in: a status clients understand, and a word for the metrics."""

    status: HTTPStatus
    text: str
    answer: str


TOO_OFTEN: Final = Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too many attempts to join, wait a moment", "too_often")


CROWDED: Final = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "too many connections at once, try again", "crowded")


class Door:
    """Checks token, visit and person at every join, so that yesterday's token opens nothing."""

    def __init__(self, *, server: MediaServer, key: TokenKey, admission: Admission) -> None:
        self._server = server
        self._key = key
        self._admission = admission
        self._tickets: WeakKeyDictionary[ServerConnection, Ticket] = WeakKeyDictionary()
        self._listener: Server | None = None
        self._knocks = JoinLimit(MOST_KNOCKS)
        self._joins = JoinLimit(MOST_JOINS)

    @property
    def port(self) -> int:
        """The TCP port that was bound."""
        assert self._listener is not None
        return int(next(iter(self._listener.sockets)).getsockname()[1])

    async def open(self, host: str, port: int) -> None:
        """Begin to listen."""
        # A join request carries a whole SDP offer in the address line; the library's own limit is too low for it.
        http11.MAX_LINE_LENGTH = MOST_BYTES_OF_LINE
        self._listener = await serve(
            self._converse,
            host,
            port,
            process_request=self._receive,
            max_size=MOST_BYTES_OF_MESSAGE,
            compression=None,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=2,
            server_header=None,
        )

    async def close(self) -> None:
        """Stop listening; conversations end with their sessions."""
        if self._listener is not None:
            self._listener.close()
            await self._listener.wait_closed()

    async def _converse(self, connection: ServerConnection) -> None:
        ticket = self._tickets.pop(connection)
        await self._server.converse(connection, ticket.grant, ticket.join)

    async def _receive(self, connection: ServerConnection, request: Request) -> Response | None:
        if self._listener is not None and len(self._listener.handler_tasks) > MOST_CONNECTIONS:
            return _refused(CROWDED)
        path, _, query = request.path.partition("?")
        if request.method == "OPTIONS":
            return _response(HTTPStatus.NO_CONTENT, "")
        if path == "/":
            return _response(HTTPStatus.OK, "OK")
        is_question = path.endswith(VALIDATE)
        if path.removesuffix(VALIDATE) not in JOIN_PATHS:
            return _response(HTTPStatus.NOT_FOUND, "not found")
        if not is_question and _header(request, "Upgrade").lower() != "websocket":
            return _response(HTTPStatus.NOT_FOUND, "only WebSockets here")
        decision = await self._decide(request, parse_qs(query), is_question=is_question)
        if isinstance(decision, Refusal):
            return _refused(decision)
        if is_question:
            return _response(HTTPStatus.OK, "success")
        metrics.JOINS.labels("admitted").inc()
        self._tickets[connection] = decision
        return None

    async def _decide(self, request: Request, query: dict[str, list[str]], *, is_question: bool) -> Ticket | Refusal:
        try:
            grant = self._key.verify(_token(request, query))
            join = read_join(query, is_single=request.path.startswith(ONE_CONNECTION))
        except TokenRefused as refused:
            return Refusal(HTTPStatus.UNAUTHORIZED, str(refused), "bad_token")
        except Unreadable as unreadable:
            return Refusal(HTTPStatus.BAD_REQUEST, str(unreadable), "unreadable")
        if not self._knocks.allows(grant.person_id, time.monotonic()):
            return TOO_OFTEN
        decision = await self._admit(grant, join)
        is_join = isinstance(decision, Ticket) and not is_question
        if is_join and not self._joins.allows(grant.person_id, time.monotonic()):
            return TOO_OFTEN
        return decision

    async def _admit(self, grant: Grant, join: Join) -> Ticket | Refusal:
        if self._server.is_closed(grant.visit_id):
            return Refusal(HTTPStatus.FORBIDDEN, "the visit is over", Verdict.ENDED.value)
        if self._server.revocations.cover(grant):
            return Refusal(HTTPStatus.FORBIDDEN, "this token was taken back", "revoked")
        try:
            async with asyncio.timeout(ADMISSION_SECONDS):
                verdict = await self._admission.admit(grant)
        except TimeoutError:
            return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "nobody could say whether you may enter", "unavailable")
        if verdict is not Verdict.ADMITTED:
            return Refusal(HTTPStatus.FORBIDDEN, f"not admitted: {verdict.value}", verdict.value)
        if self._server.is_closed(grant.visit_id):  # it may have ended while we asked
            return Refusal(HTTPStatus.FORBIDDEN, "the visit is over", Verdict.ENDED.value)
        if not self._server.has_room_for(grant):
            return Refusal(HTTPStatus.FORBIDDEN, "the room is full", "full")
        return Ticket(grant, join)


def _token(request: Request, query: dict[str, list[str]]) -> str:
    scheme, _, credentials = _header(request, "Authorization").partition(" ")
    if scheme.lower() == "bearer" and credentials:
        return credentials.strip()
    return query.get("access_token", [""])[0]


def _header(request: Request, name: str) -> str:
    """Return what a header says; one that is there twice says nothing."""
    said = request.headers.get_all(name)
    return said[0] if len(said) == 1 else ""


def _refused(refusal: Refusal) -> Response:
    metrics.JOINS.labels(refusal.answer).inc()
    return _response(refusal.status, refusal.text)


def _response(status: HTTPStatus, text: str) -> Response:
    body = text.encode()
    headers = Headers(
        {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Headers": "*",
            "Cache-Control": "no-store",
            "Connection": "close",
        }
    )
    return Response(status.value, status.phrase, headers, body)
