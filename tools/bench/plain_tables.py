"""The tables of the peer of the whole stack, and what each command does with them in its one transaction."""

import hashlib
import hmac
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
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
WHOSE = (
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

Who = Row[*tuple[Any, ...]]
"""A session and the person behind it."""


class PlainTables:
    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        is_one_file = self._engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[Any] = threading.Lock() if is_one_file else nullcontext()
        TABLES.create_all(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A durable transaction. Writers of a file take turns, which is quicker than to wait for its lock."""
        with self._turn, self._engine.connect().execution_options(is_writing=True) as connection, connection.begin():
            yield connection

    def add_people(self, rows: list[dict[str, Any]]) -> None:
        with self.writing() as connection:
            if not connection.execute(select(func.count()).select_from(PEOPLE)).scalar_one():
                connection.execute(PEOPLE.insert(), rows)

    def csrf_token(self, token: str) -> str | None:
        with self.reading() as connection:
            found = connection.execute(WHOSE, {"token": hashed(token)}).first()
        return None if found is None else str(found.csrf_token)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(connection: Connection, token: str, csrf_token: str) -> Who:
    """Who asks: an active person of the staff, with the page's own token."""
    now, who = datetime.now(UTC), connection.execute(WHOSE, {"token": hashed(token)}).first()
    if who is None or not who.is_active or _in_utc(who.clicked_at) < now - LONGEST_IDLE:
        raise Refused("unauthenticated", "not_signed_in")
    if not hmac.compare_digest(who.csrf_token.encode(), csrf_token.encode()):
        raise Refused("forbidden", "csrf_token_wrong")
    if "staff" not in who.roles:
        raise Refused("forbidden", "only_staff")
    return who


def click(connection: Connection, token: str) -> None:
    connection.execute(CLICK, {"token": hashed(token), "now": datetime.now(UTC)})


def invited(connection: Connection, who: Who, body: Mapping[str, Any]) -> dict[str, str]:
    """For one's own visit: people who exist, are active, and may be what they are invited as."""
    now = datetime.now(UTC)
    roles = {str(each): role for role in ("staff", "patient") for each in body[f"{role}_ids"]}
    if who.id not in roles or roles[who.id] != "staff":
        raise Refused("forbidden", "not_for_colleagues")
    if body["starts_at"] < now - timedelta(minutes=5):
        raise Refused("invalid", "starts_in_the_past")
    known = {row.id: row for row in connection.execute(INVITED, {"ids": list(roles)})}
    if known.keys() != roles.keys():
        raise Refused("not_found", "person_unknown")
    if not all(row.is_active and roles[row.id] in row.roles for row in known.values()):
        raise Refused("conflict", "person_not_active")
    return roles


def book(connection: Connection, who: Who, visit_id: str, *, body: Mapping[str, Any], roles: Mapping[str, str]) -> None:
    """An id that was used before is refused."""
    now = datetime.now(UTC)
    if connection.execute(VISIT, {"visit": visit_id}).first() is not None:
        raise Refused("conflict", "id_taken")
    told = {name: body[name] for name in ("name", "starts_at", "length_minutes", "is_group")}
    booked = {"booked_by": who.id, "booked_at": now, "updated_at": now}
    connection.execute(VISITS.insert(), {"id": visit_id, "version": 1, "state": "booked", **told, **booked})
    people = [{"visit_id": visit_id, "person_id": each, "is_staff": role == "staff"} for each, role in roles.items()]
    connection.execute(PARTICIPANTS.insert(), people)
    _note(connection, who, "visit.book", visit_id, list(roles))


def move_on(connection: Connection, who: Who, visit_id: str, *, step: str) -> None:
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


def _in_utc(moment: datetime) -> datetime:
    """SQLite keeps no time zones."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _note(connection: Connection, who: Who, action: str, visit_id: str, subject_ids: list[str]) -> None:
    row = {"id": str(uuid.uuid4()), "at": datetime.now(UTC), "actor_id": who.id, "action": action}
    connection.execute(ACCESSES.insert(), {**row, "visit_id": visit_id, "subject_ids": subject_ids})


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=10)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _prepare(connection: Any, _: Any) -> None:
    """As durable as an event log: each commit is on the disk."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
