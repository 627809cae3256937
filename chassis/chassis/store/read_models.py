"""Tables that follow a log: written by one reader, asked by many, rebuilt when in doubt."""

import copy
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from sqlalchemy import Column, Connection, Index, MetaData, Table

from chassis.store.bookmarks import Bookmarks
from chassis.store.database import Database

PAUSE_SECONDS = 0.01


class ReadModel(ABC):
    """A set of tables under one name; `define` makes them, and makes them again beside the live ones for a rebuild."""

    NAME: ClassVar[str]

    def __init__(self, database: Database) -> None:
        self.database = database
        self.bookmarks = Bookmarks(database)
        self._define("")
        database.create(self.metadata)

    @abstractmethod
    def define(self) -> None:
        """Name the tables by `self.table(…)`."""

    def table(self, name: str, *columns: Column[Any] | Index) -> Table:
        """An index without a name is named for the table and its first column."""
        self._tables[name] = Table(f"{name}{self._suffix}", self.metadata, *columns)
        return self._tables[name]

    def content(self) -> dict[str, Table]:
        """The tables that a rebuild makes anew, by their own names."""
        return dict(self._tables)

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row as it is compared: a model with sealed columns shows what can still be read of them."""
        return dict(row)

    def bookmark_names(self) -> list[str]:
        """The positions that say how much this model has seen."""
        return [self.NAME]

    def beside(self, suffix: str = "_rebuilt") -> Self:
        """The same model on fresh, empty tables of its own."""
        other = copy.copy(self)
        other._define(suffix)
        with self.database.writing() as connection:
            other.metadata.drop_all(connection)
        self.database.create(other.metadata)
        return other

    def drop(self) -> None:
        with self.database.writing() as connection:
            self.metadata.drop_all(connection)

    def _define(self, suffix: str) -> None:
        self._suffix = suffix
        self._tables: dict[str, Table] = {}
        self.metadata = MetaData(schema=self.database.schema)
        self.define()


class Projection(ReadModel):
    """A read model that follows its own service's log; tables and bookmark change in one transaction."""

    @abstractmethod
    def apply(self, connection: Connection, event: Any) -> None:
        """Write what one stored event means; events that mean nothing here are let by."""

    def apply_all(self, connection: Connection, events: Sequence[Any]) -> None:
        """Write what several mean, in their order; a model that can write many rows at once does that here."""
        for event in events:
            self.apply(connection, event)

    def position(self) -> int:
        return self.bookmarks.get(self.NAME)

    def catch_up(self, at_least: int | None, timeout_seconds: float = 2.0) -> int:
        """Wait until the log was followed to a position; a late view is shown rather than nothing."""
        give_up_at = time.monotonic() + timeout_seconds
        position = self.position()
        while position < (at_least or 0) and time.monotonic() < give_up_at:
            time.sleep(PAUSE_SECONDS)
            position = self.position()
        return position
