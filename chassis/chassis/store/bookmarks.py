"""How far each reader of a log has come."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, MetaData, Row, String, Table, bindparam, func, select

from chassis.store.asking import Question
from chassis.store.database import Database


class Bookmarks:
    """Positions by the reader's name."""

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
        # Made once, not each time: to make one takes longer than to carry it out.
        mark = self.table.c
        self._one = select(mark.position).where(mark.name == bindparam("mark"))
        self._question = Question(database, self._one)
        these = select(mark.name, mark.position).where(mark.name.in_(bindparam("marks", expanding=True)))
        self._held = these.order_by(mark.name).with_for_update()
        self._held_lightly = self._held
        if database.schema is not None:
            self._held_lightly = self._held.add_columns(func.set_config("synchronous_commit", "off", True))
        self._make = database.insert(self.table).on_conflict_do_nothing()
        inserted = database.insert(self.table)
        told = {"position": inserted.excluded.position}
        self._put = inserted.on_conflict_do_update(index_elements=["name"], set_=told)
        is_later = mark.position < inserted.excluded.position
        self._put_later = inserted.on_conflict_do_update(index_elements=["name"], set_=told, where=is_later)

    def get(self, name: str, connection: Connection | None = None) -> int:
        if connection is None:
            ((position,),) = self._question.rows(mark=name) or [(0,)]
            return int(position)
        return connection.execute(self._one, {"mark": name}).scalar() or 0

    def set(self, name: str, position: int, connection: Connection | None = None) -> None:
        if connection is None:
            with self.database.writing_once() as writing:
                self.set(name, position, writing)
            return
        connection.execute(self._put, {"name": name, "position": position})

    def set_all(self, positions: Mapping[str, int], connection: Connection) -> None:
        # One by one in the order of their names: two who write the same ones wait for each other only in turn.
        rows = [{"name": name, "position": position} for name, position in sorted(positions.items())]
        if rows:
            connection.execute(self._put, rows)

    def move_on(self, positions: Mapping[str, int], connection: Connection) -> None:
        """To these positions, and never back."""
        rows = [{"name": name, "position": position} for name, position in sorted(positions.items())]
        if rows:
            connection.execute(self._put_later, rows)

    def lock(self, name: str, connection: Connection) -> int:
        """The position, held until the transaction ends: another writer of this bookmark waits."""
        return self.lock_all([name], connection)[name]

    def lock_all(self, names: Iterable[str], connection: Connection, *, is_made_again: bool = False) -> dict[str, int]:
        """The positions of several, held together.

        What is made again from a log whenever it is lost, bookmark and all, need not wait for PostgreSQL's disk.
        """
        wanted = sorted(set(names))
        question = self._held_lightly if is_made_again else self._held
        held = _positions(connection.execute(question, {"marks": wanted}))
        if len(held) < len(wanted):
            connection.execute(self._make, [{"name": name, "position": 0} for name in wanted if name not in held])
            held = _positions(connection.execute(question, {"marks": wanted}))
        return held


def _positions(rows: Iterable[Row[Any]]) -> dict[str, int]:
    return {row.name: row.position for row in rows}
