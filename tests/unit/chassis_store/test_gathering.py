"""Many rows are written by one statement, and none before what it builds upon."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    event,
    select,
)

from chassis.store.gathering import Writes, in_rounds

TABLE = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("a", String), Column("b", String))


def an_engine(statements: list[bool]) -> Engine:
    engine = create_engine("sqlite://")
    TABLE.metadata.create_all(engine)

    def note(_: Connection, __: Any, *told: Any) -> None:
        statements.append(told[-1])

    event.listen(engine, "before_cursor_execute", note)
    return engine


def test_rows_of_the_same_columns_are_one_statement() -> None:
    statements: list[bool] = []
    insert = TABLE.insert()
    writes = Writes(insert)
    writes.add(insert, {"id": 1, "a": "x"}, {"id": 2, "a": "y"})
    writes.add(insert, {"id": 3, "b": "z"})

    with an_engine(statements).begin() as connection:
        writes.carry_out(connection)
        writes.carry_out(connection)
        found = connection.execute(select(TABLE)).all()

    assert statements[:-1] == [True, False]
    assert [tuple(row) for row in found] == [(1, "x", None), (2, "y", None), (3, None, "z")]


def test_statements_are_carried_out_in_their_order_whoever_is_named_first() -> None:
    insert, clear = TABLE.insert(), TABLE.delete().where(TABLE.c.id == bindparam("gone"))
    writes = Writes(clear, insert)
    writes.add(insert, {"id": 1, "a": "new"})
    writes.add(clear, {"gone": 1})

    with an_engine([]).begin() as connection:
        connection.execute(insert, {"id": 1, "a": "old"})
        writes.carry_out(connection)
        found = connection.execute(select(TABLE.c.a)).scalars().all()

    assert found == ["new"]


def test_events_of_one_aggregate_stay_in_their_order() -> None:
    events = [SimpleNamespace(originator_id=who, number=number) for number, who in enumerate("abacba")]

    rounds = in_rounds(events)

    assert [[each.number for each in some] for some in rounds] == [[0, 1, 3], [2, 4], [5]]
