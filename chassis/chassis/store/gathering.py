"""Many rows written by one statement: what several events of a log mean, gathered before it is carried out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]


class Writes:
    """Rows for some statements. Those of one statement that name the same columns are carried out together.

    The statements come in the order they are given in at first, and then in that in which they are named.
    """

    def __init__(self, *in_this_order: UpdateBase) -> None:
        self._rows: dict[UpdateBase, dict[tuple[str, ...], list[Row]]] = {each: {} for each in in_this_order}

    def add(self, statement: UpdateBase, *rows: Row) -> None:
        for row in rows:
            self._rows.setdefault(statement, {}).setdefault(tuple(row), []).append(row)

    def carry_out(self, connection: Connection) -> None:
        for statement, by_columns in self._rows.items():
            for rows in by_columns.values():
                connection.execute(statement, rows if len(rows) > 1 else rows[0])
            by_columns.clear()


def in_rounds(events: Iterable[Any]) -> Sequence[Sequence[Any]]:
    """The first event of each aggregate, then the second of each, and so on: within a round any order is as good."""
    rounds: list[list[Any]] = []
    seen: dict[Any, int] = defaultdict(int)
    for event in events:
        turn = seen[event.originator_id]
        seen[event.originator_id] += 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(event)
    return rounds
