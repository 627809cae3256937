"""Questions that were compiled once answer as SQLAlchemy itself would, on both stores."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, MetaData, String, Table, Uuid, bindparam, select

from chassis.store import Database, Moment, Place
from chassis.store.asking import Question, QuestionOfSome
from chassis.store.together import together

NOON = datetime(2026, 3, 2, 12, 0, 0, 1, tzinfo=UTC)
SEVERAL = 600  # more than are asked of at once


class Shelf:
    """A table with a column of every kind that read models have."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.database = Database(Place.of("diary", environment))
        metadata = MetaData(schema=self.database.schema)
        self.things = Table(
            "things",
            metadata,
            Column("id", Uuid, primary_key=True),
            Column("number", Integer, nullable=False),
            Column("name", String(20)),
            Column("is_new", Boolean),
            Column("at", Moment),
            Column("owner_id", Uuid),
            Column("roles", JSON),
            Column("sealed", LargeBinary),
        )
        self.database.create(metadata)

    def put(self, number: int, **told: Any) -> UUID:
        row = {column.name: None for column in self.things.columns} | {"id": uuid4(), "number": number, **told}
        with self.database.writing() as connection:
            connection.execute(self.things.insert(), row)
        return row["id"]  # type: ignore[no-any-return]


@pytest.fixture
def shelf(store: dict[str, str]) -> Iterator[Shelf]:
    shelf = Shelf(store)
    yield shelf
    shelf.database.close()


def test_a_question_finds_what_sqlalchemy_finds(shelf: Shelf) -> None:
    told = {"name": "Åsa", "is_new": True, "at": NOON, "owner_id": uuid4(), "roles": ["staff"], "sealed": b"\0\1"}
    shelf.put(1, **told)
    shelf.put(2)
    shelf.put(3, at=NOON + timedelta(hours=1))
    statement = (
        select(shelf.things)
        .where(shelf.things.c.number < bindparam("below"))
        .order_by(shelf.things.c.number)
        .limit(bindparam("most", type_=Integer))
    )

    found = Question(shelf.database, statement).mappings(below=3, most=5)

    with shelf.database.reading() as connection:
        rows = connection.execute(statement, {"below": 3, "most": 5}).mappings().all()
    assert found == [dict(row) for row in rows]
    assert {name: found[0][name] for name in told} == told


def test_what_a_statement_says_itself_needs_not_be_said_again(shelf: Shelf) -> None:
    thing_id = shelf.put(1, at=NOON)
    statement = select(shelf.things.c.id).where(shelf.things.c.at == NOON, shelf.things.c.number < 2)

    assert Question(shelf.database, statement).rows() == [(thing_id,)]


def test_a_list_within_a_statement_is_refused_when_the_question_is_made(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="QuestionOfSome"):
        Question(shelf.database, select(shelf.things.c.id).where(shelf.things.c.number.in_([1, 2])))


def test_the_rows_of_some_are_found_however_many_they_are(shelf: Shelf) -> None:
    ids = [uuid4() for _ in range(SEVERAL)]
    with shelf.database.writing() as connection:
        connection.execute(shelf.things.insert(), [{"id": each, "number": 1} for each in ids])
    those = QuestionOfSome(shelf.database, select(shelf.things.c.id), shelf.things.c.id)

    for some in ([], ids[:1], ids[:3], ids):
        assert sorted(found for (found,) in those.rows([*some, uuid4(), *some])) == sorted(some)
    assert list(those.rows([])) == []


def test_what_is_being_written_together_is_seen_by_whoever_writes_it(shelf: Shelf) -> None:
    names = Question(shelf.database, select(shelf.things.c.number))

    with together():
        assert names.rows() == []
        shelf.put(1)
        assert names.rows() == [(1,)]

    assert names.rows() == [(1,)]


def test_a_connection_on_which_a_question_failed_is_not_used_again(shelf: Shelf) -> None:
    number = Question(shelf.database, select(shelf.things.c.number).where(shelf.things.c.number == bindparam("number")))
    shelf.put(1)
    for _ in range(20):  # more than are kept open
        with pytest.raises((sqlite3.Error, psycopg.Error)):
            number.rows(number=object())

    assert number.rows(number=1) == [(1,)]
    with shelf.database.writing() as connection:
        assert connection.execute(select(shelf.things.c.number)).scalars().all() == [1]
