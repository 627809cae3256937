"""The peer of the whole stack: a plain service on Starlette and SQLAlchemy that writes visits into tables, no events.

It does what such a service does for the same three commands, and no more. The body is read by our gateway's own shape;
session, idle time, CSRF token and role are checked, and the click is noted; those who are invited exist, are active
and have the role; only the staff of a visit start and end it, once. The visit, who belongs to it, and a row of the
access log with whose data it was are written in one durable transaction. Answers carry the gateway's headers, are
counted and timed, and leave a line in a log. It is one process with one database: nothing is sealed, nobody else is
told of anything, and there is no history but the access log.
"""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import uvicorn
from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chassis.telling import start_telling
from contracts.refusals import Refused
from gateway.bodies import loaded
from gateway.headers import BodyLimit, SecurityHeaders
from gateway.measuring import Measured
from gateway.refusals import said_no
from gateway.session import COOKIE, CSRF_HEADER, set_cookie
from gateway.shapes.booking import Booking, Nothing
from tools.bench.plain_tables import SESSIONS, STEPS, PlainTables, Who, book, click, hashed, invited, move_on, signed_in
from tools.demo.people import PEOPLE

Change = Callable[[Connection, Who, str], None]
Check = Callable[[Connection, Who], Change]


class PlainService:
    def __init__(self, tables: PlainTables) -> None:
        self._tables = tables

    async def sign_in(self, request: Request) -> Response:
        person_id, token = (await request.json())["person_id"], secrets.token_urlsafe(32)
        row = {"token_hash": hashed(token), "csrf_token": secrets.token_urlsafe(32), "person_id": person_id}

        def write() -> None:
            with self._tables.writing() as connection:
                connection.execute(SESSIONS.insert(), {**row, "clicked_at": datetime.now(UTC)})

        await run_in_threadpool(write)
        response = Response(status_code=204)
        set_cookie(response, token)
        return response

    async def session(self, request: Request) -> Response:
        csrf_token = await run_in_threadpool(self._tables.csrf_token, request.cookies.get(COOKIE, ""))
        if csrf_token is None:
            return said_no(Refused("unauthenticated", "not_signed_in"))
        return JSONResponse({"csrf_token": csrf_token})

    async def book(self, request: Request) -> Response:
        try:
            body = loaded(Booking, await request.json())
        except (Refused, ValueError) as broken:
            return said_no(broken if isinstance(broken, Refused) else Refused("invalid", "not_json"))

        def checked(connection: Connection, who: Who) -> Change:
            return partial(book, body=body, roles=invited(connection, who, body))

        return await self._command(request, checked, 201)

    async def move_on(self, request: Request) -> Response:
        step = request.path_params["step"]
        try:
            loaded(Nothing, await request.json())
        except (Refused, ValueError):
            return said_no(Refused("invalid", "invalid"))
        if step not in STEPS:
            return said_no(Refused("not_found", "not_found"))
        return await self._command(request, lambda *_: partial(move_on, step=step))

    async def _command(self, request: Request, checked: Check, status: int = 200) -> Response:
        """What can be checked without holding up other writers is checked before."""
        token, csrf_token = request.cookies.get(COOKIE, ""), request.headers.get(CSRF_HEADER, "")
        visit_id = str(request.path_params["visit_id"])

        def carry_out() -> None:
            with self._tables.reading() as connection:
                who = signed_in(connection, token, csrf_token)
                change = checked(connection, who)
            with self._tables.writing() as connection:
                click(connection, token)
                change(connection, who, visit_id)

        try:
            await run_in_threadpool(carry_out)
        except Refused as refused:
            return said_no(refused)
        return JSONResponse({"visit_id": visit_id}, status)


def main() -> None:
    start_telling("plain")
    tables = PlainTables(os.environ["PLAIN_DATABASE_URL"])
    people = [{"id": str(one.id), "name": one.name, "roles": list(one.roles), "is_active": True} for one in PEOPLE]
    tables.add_people(people)
    service, port = PlainService(tables), int(os.environ["PLAIN_PORT"])
    routes = [
        Route("/api/sign-in/demo", service.sign_in, methods=["POST"]),
        Route("/healthz", lambda _: JSONResponse({"alive": True})),
        Route("/api/session", service.session),
        Route("/api/visits/{visit_id:uuid}", service.book, methods=["POST"]),
        Route("/api/visits/{visit_id:uuid}/{step}", service.move_on, methods=["POST"]),
    ]
    url = f"http://localhost:{port}"
    passed = [Middleware(SecurityHeaders, url, url.replace("http", "ws")), Middleware(Measured), Middleware(BodyLimit)]
    app = Starlette(routes=routes, middleware=passed)
    uvicorn.run(app, host="127.0.0.1", port=port, loop="uvloop", http="httptools", log_config=None, access_log=False)


if __name__ == "__main__":
    main()
