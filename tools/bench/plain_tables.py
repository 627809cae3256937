"""The tables of the peer of the whole stack, and what each command does with them in its one transaction."""

import hashlib
import hmac
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
    update,
)

from contracts.refusals import Refused

TABLES = MetaData()
PEOPLE = Table(
    "people",
    TABLES,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("is_active", Boolean, nullable=False),
)
SESSIONS = Table(
    "sessions",
    TABLES,
    Column("token_hash", String(64), primary_key=True),
    Column("csrf_token", String(64), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("clicked_at", DateTime(timezone=True), nullable=False),
)
VISITS = Table(
    "visits",
    TABLES,
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False, index=True),
    Column("length_minutes", Integer, nullable=False),
    Column("is_group", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    *(Column(f"{act}_by", String(36)) for act in ("booked", "started", "ended")),
    *(Column(f"{act}_at", DateTime(timezone=True)) for act in ("booked", "started", "ended")),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
PARTICIPANTS = Table(
    "participants",
    TABLES,
    Column("visit_id", String(36), primary_key=True),
    Column("person_id", String(36), primary_key=True, index=True),
    Column("is_staff", Boolean, nullable=False),
)
ACCESSES = Table(
    "accesses",
    TABLES,
    Column("id", String(36), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", String(36), nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("visit_id", String(36), nullable=False),
    Column("subject_ids", JSON, nullable=False),
)
WHO = (
    select(SESSIONS.c.csrf_token, SESSIONS.c.clicked_at, PEOPLE.c.id, PEOPLE.c.roles, PEOPLE.c.is_active)
    .join(PEOPLE, PEOPLE.c.id == SESSIONS.c.person_id)
    .where(SESSIONS.c.token_hash == bindparam("token"))
)
CLICK = update(SESSIONS).where(SESSIONS.c.token_hash == bindparam("token")).values(clicked_at=bindparam("now"))
INVITED = select(PEOPLE).where(PEOPLE.c.id.in_(bindparam("ids", expanding=True)))
VISIT = select(VISITS.c.version, VISITS.c.state).where(VISITS.c.id == bindparam("visit")).with_for_update()
BELONGING = select(PARTICIPANTS).where(PARTICIPANTS.c.visit_id == bindparam("visit"))
STEPS = {"start": ("booked", "started"), "end": ("started", "ended")}
LONGEST_IDLE = timedelta(minutes=30)


class PlainTables:
    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._is_one_file = self._engine.dialect.name == "sqlite"
        self._writing = threading.Lock()
        TABLES.create_all(self._engine)

    @contextmanager
    def command(self) -> Iterator[Connection]:
        """A durable transaction. Writers of a file take turns, which is quicker than to wait for its lock."""
        if not self._is_one_file:
            with self._engine.begin() as connection:
                yield connection
            return
        with self._writing, self._engine.begin() as connection:
            yield connection

    def add_people(self, rows: list[dict[str, Any]]) -> None:
        with self.command() as connection:
            if not connection.execute(select(func.count()).select_from(PEOPLE)).scalar_one():
                connection.execute(PEOPLE.insert(), rows)

    def csrf_token(self, token: str) -> str | None:
        with self._engine.begin() as connection:
            found = connection.execute(WHO, {"token": hashed(token)}).first()
        return None if found is None else str(found.csrf_token)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(connection: Connection, token: str, csrf_token: str) -> Row[Any]:
    """Who asks: an active person of the staff, with the page's own token; that they ask is a click."""
    now, who = datetime.now(UTC), connection.execute(WHO, {"token": hashed(token)}).first()
    if who is None or not who.is_active or who.clicked_at.astimezone(UTC) < now - LONGEST_IDLE:
        raise Refused("unauthenticated", "not_signed_in")
    if not hmac.compare_digest(who.csrf_token.encode(), csrf_token.encode()):
        raise Refused("forbidden", "csrf_token_wrong")
    if "staff" not in who.roles:
        raise Refused("forbidden", "only_staff")
    connection.execute(CLICK, {"token": hashed(token), "now": now})
    return who


def book(connection: Connection, who: Row[Any], visit_id: str, body: Mapping[str, Any]) -> None:
    """One's own visit, with people who exist, are active, and may be what they are invited as."""
    now = datetime.now(UTC)
    roles = dict.fromkeys(map(str, body["staff_ids"]), "staff") | dict.fromkeys(
        map(str, body["patient_ids"]), "patient"
    )
    if who.id not in roles or roles[who.id] != "staff":
        raise Refused("forbidden", "not_for_colleagues")
    if body["starts_at"] < now - timedelta(minutes=5):
        raise Refused("invalid", "starts_in_the_past")
    invited = {row.id: row for row in connection.execute(INVITED, {"ids": list(roles)})}
    if invited.keys() != roles.keys():
        raise Refused("not_found", "person_unknown")
    if not all(row.is_active and roles[row.id] in row.roles for row in invited.values()):
        raise Refused("conflict", "person_not_active")
    if connection.execute(VISIT, {"visit": visit_id}).first() is not None:
        raise Refused("conflict", "id_taken")
    told = {name: body[name] for name in ("name", "starts_at", "length_minutes", "is_group")}
    booked = {"booked_by": who.id, "booked_at": now, "updated_at": now}
    connection.execute(VISITS.insert(), {"id": visit_id, "version": 1, "state": "booked", **told, **booked})
    people = [{"visit_id": visit_id, "person_id": each, "is_staff": role == "staff"} for each, role in roles.items()]
    connection.execute(PARTICIPANTS.insert(), people)
    _note(connection, who, "visit.book", visit_id, list(roles))


def move_on(connection: Connection, who: Row[Any], visit_id: str, step: str) -> None:
    """The staff of a visit start and end it, once."""
    before, after = STEPS[step]
    visit = connection.execute(VISIT, {"visit": visit_id}).first()
    belonging = connection.execute(BELONGING, {"visit": visit_id}).all()
    if visit is None or who.id not in [each.person_id for each in belonging]:
        raise Refused("not_found", "not_found")
    if who.id not in [each.person_id for each in belonging if each.is_staff]:
        raise Refused("forbidden", "only_staff")
    if visit.state != before:
        raise Refused("conflict", f"visit_is_{visit.state}")
    now = datetime.now(UTC)
    done = {f"{after}_by": who.id, f"{after}_at": now, "state": after, "version": visit.version + 1, "updated_at": now}
    connection.execute(update(VISITS).where(VISITS.c.id == visit_id).values(done))
    _note(connection, who, f"visit.{step}", visit_id, [each.person_id for each in belonging])


def _note(connection: Connection, who: Row[Any], action: str, visit_id: str, subject_ids: list[str]) -> None:
    row = {"id": str(uuid.uuid4()), "at": datetime.now(UTC), "actor_id": who.id, "action": action}
    connection.execute(ACCESSES.insert(), {**row, "visit_id": visit_id, "subject_ids": subject_ids})


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
