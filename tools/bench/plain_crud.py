"""The peer of the whole stack: a plain service on Starlette and SQLAlchemy that writes visits into tables, no events.

It checks the session, notes the click, keeps the rules that tables can keep, and writes an access log, as the law asks
of anyone; in one process, one database and one transaction for each command.
"""

import os
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

import uvicorn
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    update,
)
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TABLES = MetaData()
SESSIONS = Table(
    "sessions",
    TABLES,
    Column("token", String(64), primary_key=True),
    Column("person_id", String(36), nullable=False),
    Column("clicked_at", DateTime(timezone=True), nullable=False),
)
VISITS = Table(
    "visits",
    TABLES,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False, index=True),
    Column("length_minutes", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("staff_ids", JSON, nullable=False),
    Column("patient_ids", JSON, nullable=False),
)
PARTICIPANTS = Table(
    "participants",
    TABLES,
    Column("person_id", String(36), primary_key=True),
    Column("visit_id", String(36), primary_key=True),
)
ACCESSES = Table(
    "accesses",
    TABLES,
    Column("id", String(36), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", String(36), nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("visit_id", String(36), nullable=False),
)
STEPS = {"start": ("booked", "started"), "end": ("started", "ended")}


class PlainService:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def sign_in(self, request: Request) -> Response:
        person_id = (await request.json())["person_id"]
        token = secrets.token_urlsafe(32)

        def write() -> None:
            with self._engine.begin() as connection:
                row = {"token": token, "person_id": person_id, "clicked_at": datetime.now(UTC)}
                connection.execute(insert(SESSIONS).values(row))

        await run_in_threadpool(write)
        response = Response(status_code=204)
        response.set_cookie("__Host-session", token, secure=True, httponly=True)
        return response

    async def session(self, _: Request) -> Response:
        return JSONResponse({"csrf_token": "none"})

    async def book(self, request: Request) -> Response:
        body, visit_id = await request.json(), str(request.path_params["visit_id"])
        return await self._command(request, "visit.book", lambda connection: _book(connection, visit_id, body))

    async def move_on(self, request: Request) -> Response:
        step, visit_id = request.path_params["step"], str(request.path_params["visit_id"])
        return await self._command(request, f"visit.{step}", lambda connection: _step(connection, visit_id, step))

    async def _command(self, request: Request, action: str, change: Any) -> Response:
        token, visit_id = request.cookies.get("__Host-session", ""), str(request.path_params["visit_id"])

        def write() -> bool:
            with self._engine.begin() as connection:
                person_id = _signed_in(connection, token)
                if person_id is None or not change(connection):
                    return False
                row = {"id": str(uuid.uuid4()), "at": datetime.now(UTC), "actor_id": person_id, "action": action}
                connection.execute(insert(ACCESSES).values(**row, visit_id=visit_id))
                return True

        is_done = await run_in_threadpool(write)
        return JSONResponse({"done": is_done}, 200 if is_done else 409)


def _signed_in(connection: Connection, token: str) -> str | None:
    person_id = connection.execute(select(SESSIONS.c.person_id).where(SESSIONS.c.token == token)).scalar()
    connection.execute(update(SESSIONS).where(SESSIONS.c.token == token).values(clicked_at=datetime.now(UTC)))
    return person_id


def _book(connection: Connection, visit_id: str, body: dict[str, Any]) -> bool:
    told = {name: body[name] for name in ("name", "length_minutes", "staff_ids", "patient_ids")}
    starts_at = datetime.fromisoformat(body["starts_at"])
    connection.execute(insert(VISITS).values(id=visit_id, state="booked", starts_at=starts_at, **told))
    people = [*body["staff_ids"], *body["patient_ids"]]
    connection.execute(insert(PARTICIPANTS), [{"person_id": each, "visit_id": visit_id} for each in people])
    return True


def _step(connection: Connection, visit_id: str, step: str) -> bool:
    before, after = STEPS[step]
    state = connection.execute(select(VISITS.c.state).where(VISITS.c.id == visit_id)).scalar()
    connection.execute(update(VISITS).where(VISITS.c.id == visit_id).values(state=after))
    return state == before


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=10)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """As durable as an event log: each commit is on the disk."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def main() -> None:
    engine = _engine(os.environ["PLAIN_DATABASE_URL"])
    TABLES.create_all(engine)
    service = PlainService(engine)
    routes = [
        Route("/api/sign-in/demo", service.sign_in, methods=["POST"]),
        Route("/api/session", service.session),
        Route("/api/visits/{visit_id:uuid}", service.book, methods=["POST"]),
        Route("/api/visits/{visit_id:uuid}/{step}", service.move_on, methods=["POST"]),
    ]
    port = int(os.environ["PLAIN_PORT"])
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=port, loop="uvloop", http="httptools", log_config=None)


if __name__ == "__main__":
    main()
