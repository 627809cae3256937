"""One SQL database for read models and keys, the same on SQLite and PostgreSQL."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateSchema

from chassis.store.place import LOCK_TIMEOUT_SECONDS, Part, Place

# Every wait has a limit; a rebuild holds its snapshot the longest.
POSTGRES_LIMITS = "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=600s"

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


class Database:
    """The connections to one part of a service's place."""

    def __init__(self, place: Place, part: Part = "views") -> None:
        self.place = place
        self.part: Part = part
        self.schema = place.schema(part)
        self.engine = _engine(place, part)
        self._writers = _WRITERS.setdefault(str(place.url(part)), Lock())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment and is never kept."""
        with self.engine.connect() as connection:
            if self.schema is not None:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, all or nothing."""
        with self._turn(), self.engine.connect() as connection:
            connection = connection.execution_options(care_writing=True)
            with connection.begin():
                yield connection

    def create(self, metadata: MetaData) -> None:
        """Create what is missing; several processes may start at once."""
        with alone(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(care_writing=True)
            with connection.begin():
                if self.schema is not None:
                    connection.execute(CreateSchema(self.schema, if_not_exists=True))
                metadata.create_all(connection)

    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert":
        """An insert that can say what happens on conflict."""
        if self.schema is None:
            return sqlite.insert(table)
        return postgresql.insert(table)

    def put_newer(self, connection: Connection, table: Table, row: dict[str, Any]) -> None:
        """Write a row unless the table already knows the same or a later `version` of it."""
        keys = [column.name for column in table.primary_key]
        inserted = self.insert(table).values(row)
        connection.execute(
            inserted.on_conflict_do_update(
                index_elements=keys,
                set_={name: inserted.excluded[name] for name in row if name not in keys},
                where=table.c.version < inserted.excluded.version,
            )
        )

    def close(self) -> None:
        self.engine.dispose()

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


class Bookmarks:
    """How far each reader of a log has come, by the reader's name."""

    def __init__(self, database: Database) -> None:
        self.database = database
        metadata = MetaData(schema=database.schema)
        self.table = Table(
            "bookmarks",
            metadata,
            Column("name", String(100), primary_key=True),
            Column("position", BigInteger, nullable=False),
        )
        database.create(metadata)

    def get(self, name: str, connection: Connection | None = None) -> int:
        if connection is None:
            with self.database.reading() as reading:
                return self.get(name, reading)
        place = select(self.table.c.position).where(self.table.c.name == name)
        return connection.execute(place).scalar() or 0

    def set(self, name: str, position: int, connection: Connection | None = None) -> None:
        if connection is None:
            with self.database.writing() as writing:
                self.set(name, position, writing)
            return
        inserted = self.database.insert(self.table).values(name=name, position=position)
        connection.execute(inserted.on_conflict_do_update(index_elements=["name"], set_={"position": position}))

    def lock(self, name: str, connection: Connection) -> int:
        """The position, held until the transaction ends: another writer of this bookmark waits."""
        inserted = self.database.insert(self.table).values(name=name, position=0)
        connection.execute(inserted.on_conflict_do_nothing())
        held = select(self.table.c.position).where(self.table.c.name == name)
        return int(connection.execute(held.with_for_update()).scalar_one())


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
        return create_engine(
            place.url(part),
            hide_parameters=True,
            pool_size=6,  # made when they are needed, and kept: to connect takes longer than to ask
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "options": POSTGRES_LIMITS},
        )
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
    writing = connection.get_execution_options().get("care_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
