"""One SQL database for read models and keys, the same on SQLite and PostgreSQL."""

import fcntl
import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateSchema

from chassis.store.place import LOCK_TIMEOUT_SECONDS, Part, Place
from chassis.store.together import Together, begun

# Every wait has a limit; a rebuild holds its snapshot the longest.
POSTGRES_LIMITS = "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=600s"

RESTED_SECONDS = 1.0  # so long after its last use a connection is asked whether it is still there

Insert = sqlite.Insert | postgresql.Insert

_WRITERS: dict[str, Lock] = {}
"""Who writes to which SQLite file in this process."""


class Moment(TypeDecorator[datetime]):
    """A point in time, always read back as UTC; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """What SQLite keeps is read in one step: reading it first without a time zone takes several times as long."""
        return _read_in_utc if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_in_utc(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(f"{written}+00:00")


class Database:
    """The connections to one part of a service's place."""

    def __init__(self, place: Place, part: Part = "views") -> None:
        self.place = place
        self.part: Part = part
        self.schema = place.schema(part)
        self.engine = _engine(place, part)
        self._name = str(place.url(part))
        self._writers = _WRITERS.setdefault(self._name, Lock())
        self._puts: dict[tuple[Table, tuple[str, ...]], Insert] = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment and is never kept; what is being written together is seen."""
        if (mine := self._being_written()) is not None:
            yield mine
            return
        with self.engine.connect() as connection:
            if self.schema is not None:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, all or nothing: with all else, when it is written `together`."""
        joined = self._together()
        with self._written() if joined is None else joined.writing(self._name, self._written) as connection:
            yield connection

    @contextmanager
    def writing_once(self) -> Iterator[Connection]:
        """For one statement alone: it is kept as soon as it is carried out, unless all is written `together`."""
        if self._together() is not None:
            with self.writing() as connection:
                yield connection
            return
        with self._turn(), self._without_transaction() as connection:
            yield connection

    def create(self, metadata: MetaData) -> None:
        """Create what is missing; several processes may start at once."""
        with alone(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(care_writing=True)
            with connection.begin():
                if self.schema is not None:
                    connection.execute(CreateSchema(self.schema, if_not_exists=True))
                metadata.create_all(connection)

    def insert(self, table: Table) -> Insert:
        """An insert that can say what happens on conflict."""
        if self.schema is None:
            return sqlite.insert(table)
        return postgresql.insert(table)

    def put_newer(self, connection: Connection, table: Table, row: dict[str, Any]) -> None:
        """Write a row unless the table already knows the same or a later `version` of it."""
        connection.execute(self.newer(table, row), row)

    def close(self) -> None:
        self.engine.dispose()

    def newer(self, table: Table, row: Iterable[str]) -> Insert:
        """How a row is put. Made once for each kind of row: to make it takes longer than to carry it out."""
        names = tuple(row)
        put = self._puts.get((table, names))
        if put is None:
            keys = [column.name for column in table.primary_key]
            inserted = self.insert(table)
            put = inserted.on_conflict_do_update(
                index_elements=keys,
                set_={name: inserted.excluded[name] for name in names if name not in keys},
                where=table.c.version < inserted.excluded.version,
            )
            self._puts[table, names] = put
        return put

    def _together(self) -> Together | None:
        """Only what can be built anew waits for the rest: a key is kept before what it seals."""
        return begun() if self.part == "views" else None

    def _being_written(self) -> Connection | None:
        joined = self._together()
        return None if joined is None else joined.written_to(self._name)

    @contextmanager
    def _without_transaction(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            alone = {"care_alone": True} if self.schema is None else {"isolation_level": "AUTOCOMMIT"}
            yield connection.execution_options(**alone)

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        with self._turn(), self.engine.connect() as connection:
            connection = connection.execution_options(care_writing=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Threads of one process take turns at an SQLite file: those who wait for the file itself only look in now
        and then, and may find it taken each time."""
        if self.schema is not None:
            yield
            return
        is_mine = self._writers.acquire(timeout=LOCK_TIMEOUT_SECONDS)
        try:
            yield
        finally:
            if is_mine:
                self._writers.release()


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """One process at a time of this service; creating tables at the same moment collides in both stores."""
    if place.kind == "sqlite":
        with (place.folder / f".{place.service}.creating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    number = int.from_bytes(hashlib.sha256(place.service.encode()).digest()[:6], "big")
    engine = _engine(place, "views")
    try:
        with engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": number})
            yield
    finally:
        engine.dispose()


def _engine(place: Place, part: Part) -> Engine:
    # hide_parameters: SQLAlchemy quotes the row in its error texts, and texts reach logs.
    if place.kind == "postgres":
        made = create_engine(
            place.url(part),
            hide_parameters=True,
            pool_size=6,  # made when they are needed, and kept: to connect takes longer than to ask
            max_overflow=0,
            pool_timeout=5,
            connect_args={"connect_timeout": 5, "options": POSTGRES_LIMITS},
        )
        event.listen(made, "checkin", _note_rest)
        event.listen(made, "checkout", _wake(made))
        return made
    engine = create_engine(
        place.url(part),
        hide_parameters=True,
        connect_args={"timeout": LOCK_TIMEOUT_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite(part))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(part: Part) -> Any:
    # A lost key loses data for ever, so keys reach the disk before the event that needs them; and a destroyed
    # key is overwritten. Read models can be rebuilt, so they may wait for the next checkpoint.
    durability = "FULL" if part == "keys" else "NORMAL"

    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={durability}",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another wrote in between: writers say so.
    said = connection.get_execution_options()
    if not said.get("care_alone", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if said.get("care_writing", False) else "BEGIN")


def _note_rest(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _wake(engine: Engine) -> Any:
    """A connection that was used a moment ago is there; to ask each time would be one more round trip each time."""

    def wake(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        if time.monotonic() - record.info.get("rests_since", float("inf")) < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None

    return wake
