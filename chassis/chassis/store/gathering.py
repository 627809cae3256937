"""Many rows written by one statement: what several events of a log mean, gathered before it is carried out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]


class Writes:
    """Statements with their rows; those of one statement that name the same columns are carried out together."""

    def __init__(self) -> None:
        self._rows: dict[tuple[UpdateBase, tuple[str, ...]], list[Row]] = defaultdict(list)

    def add(self, statement: UpdateBase, *rows: Row) -> None:
        for row in rows:
            self._rows[statement, tuple(row)].append(row)

    def carry_out(self, connection: Connection) -> None:
        """In the order in which each statement was first named."""
        for (statement, _), rows in self._rows.items():
            connection.execute(statement, rows if len(rows) > 1 else rows[0])
        self._rows.clear()


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
