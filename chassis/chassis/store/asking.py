"""Questions that are asked very often: compiled once, and asked of the database without more ado."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, PoolProxiedConnection, Select, Uuid, bindparam
from sqlalchemy.engine.interfaces import Dialect

from chassis.store.database import Database
from chassis.store.together import begun

MOST_AT_ONCE = 512
REMEMBERED_IDS = 10_000

Convert = Callable[[Any], Any]


class Question:
    """One SELECT with named parameters. As any single statement does, it sees one moment; it needs no transaction.

    SQLAlchemy says what the statement reads and what is made of each value, but is asked that only once: building,
    looking up and wrapping take several times as long as to read a few rows.
    """

    def __init__(self, database: Database, statement: Select[Any]) -> None:
        self._database = database
        dialect = database.engine.dialect
        compiled: Any = statement.compile(dialect=dialect)
        if compiled.post_compile_params:
            raise ValueError("of how many values is only known when it is asked: see QuestionOfSome")
        self._text, self._order = str(compiled), compiled.positiontup
        named = [(name, bound) for bound, name in compiled.bind_names.items()]
        self._bound = [(name, _to_database(bound.type, dialect)) for name, bound in named]
        self._said: dict[str, Any] = {name: bound.value for name, bound in named if not bound.required}
        columns = list(statement.selected_columns)
        self._names = [str(column.key) for column in columns]
        made = [(place, _from_database(column.type, dialect)) for place, column in enumerate(columns)]
        self._made = [(place, make) for place, make in made if make is not None]

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """What was found, in the order in which the statement names it."""
        found = self._found(self._parameters(values))
        if not found:
            return []
        columns: list[Sequence[Any]] = list(zip(*found, strict=True))
        for place, make in self._made:
            columns[place] = [None if value is None else make(value) for value in columns[place]]
        return list(zip(*columns, strict=True))

    def mappings(self, **values: Any) -> list[dict[str, Any]]:
        """What was found, by the names of the columns."""
        names = self._names
        return [dict(zip(names, row, strict=True)) for row in self.rows(**values)]

    def _parameters(self, values: Mapping[str, Any]) -> Any:
        said = {**self._said, **values}
        bound = {name: said[name] if make is None else make(said[name]) for name, make in self._bound}
        return bound if self._order is None else [bound[name] for name in self._order]

    def _found(self, parameters: Any) -> list[Any]:
        if begun() is not None:
            with self._database.reading() as writing:  # what is being written is seen only there
                return self._fetched(writing.connection, parameters)
        connection = self._database.engine.raw_connection()
        try:
            return self._fetched_alone(connection, parameters)
        except BaseException:
            connection.invalidate()  # nobody knows in the middle of what it was interrupted
            raise
        finally:
            connection.close()

    def _fetched_alone(self, connection: PoolProxiedConnection, parameters: Any) -> list[Any]:
        if self._database.schema is None:
            return self._fetched(connection, parameters)
        psycopgs: Any = connection.dbapi_connection
        psycopgs.autocommit = True  # a transaction would be two more ways there and back
        found = self._fetched(connection, parameters)
        psycopgs.autocommit = False
        return found

    def _fetched(self, connection: PoolProxiedConnection, parameters: Any) -> list[Any]:
        cursor = connection.cursor()
        try:
            cursor.execute(self._text, parameters)
            return list(cursor.fetchall())
        finally:
            cursor.close()


class QuestionOfSome:
    """A SELECT of the rows in which a column has one of some values."""

    def __init__(self, database: Database, statement: Select[Any], column: ColumnElement[Any]) -> None:
        self._database, self._statement, self._column = database, statement, column
        self._questions: dict[int, Question] = {}

    def rows(self, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        """What was found, in no order."""
        wanted = list(dict.fromkeys(values))
        for start in range(0, len(wanted), MOST_AT_ONCE):
            some = wanted[start : start + MOST_AT_ONCE]
            places = 1 << (len(some) - 1).bit_length()
            some += some[-1:] * (places - len(some))  # few lengths, hence few questions
            yield from self._of(places).rows(**{f"value_{place}": value for place, value in enumerate(some)})

    def _of(self, places: int) -> Question:
        if places not in self._questions:
            these = [bindparam(f"value_{place}", type_=self._column.type) for place in range(places)]
            self._questions[places] = Question(self._database, self._statement.where(self._column.in_(these)))
        return self._questions[places]


known_id = lru_cache(REMEMBERED_IDS)(UUID)
"""The same people and visits are read again and again, and to read an id takes longer than to remember it."""


def _to_database(kind: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _from_database(kind: Any, dialect: Dialect) -> Convert | None:
    if isinstance(kind, Uuid) and not dialect.supports_native_uuid:
        return known_id
    convert: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return convert
