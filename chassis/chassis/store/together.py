"""Several writings made one transaction: what is heard at once is kept at once, or not at all."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

Item = TypeVar("Item")
Finish = Callable[[list[Any]], None]


class Spoilt(RuntimeError):
    """One of the writings failed, and whoever began them all was not told: nothing of them is kept."""


class Together:
    """One transaction for each store, begun when it is first written to."""

    def __init__(self, expected: Collection[UUID]) -> None:
        self.expected = expected
        self.remembered: dict[Any, Any] = {}
        self._stack = ExitStack()
        self._connections: dict[str, Connection] = {}
        self._gathered: dict[Finish, list[Any]] = {}
        self._is_spoilt = False

    def written_to(self, store: str) -> Connection | None:
        """The transaction that a reader must join to see what was written meanwhile."""
        return self._connections.get(store)

    @contextmanager
    def writing(self, store: str, begun: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Connection]:
        if store not in self._connections:
            self._connections[store] = self._stack.enter_context(begun())
        try:
            yield self._connections[store]
        except BaseException:
            self._is_spoilt = True
            raise

    def gather(self, finish: Finish, item: Any) -> None:
        self._gathered.setdefault(finish, []).append(item)

    def finish(self, finish: Finish) -> None:
        items = self._gathered.pop(finish, None)
        if items:
            finish(items)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """All is kept at the end of this, when nothing failed."""
        with self._stack:
            yield
            while self._gathered:
                self.finish(next(iter(self._gathered)))
            if self._is_spoilt:
                raise Spoilt


_BEGUN: ContextVar[Together | None] = ContextVar("care_together", default=None)
"""Of this thread, or of this greenlet: each has its own."""


def begun() -> Together | None:
    return _BEGUN.get()


@contextmanager
def together(expected: Collection[UUID] = ()) -> Iterator[None]:
    """Whatever read models are told meanwhile is one transaction; within another one, it is part of that.

    A log and the keys to it are written at once all the same: nothing that was told is ever taken back.
    Which of the messages that are `expected` were heard before is looked for in one go.
    """
    if _BEGUN.get() is not None:
        yield
        return
    scope = Together(expected)
    token = _BEGUN.set(scope)
    try:
        with scope.keeping():
            yield
    finally:
        _BEGUN.reset(token)


def finish_together(finish: Callable[[list[Item]], None], item: Item) -> None:
    """Finish this with all others of its kind, just before everything is kept; at once when nothing else is under way.

    `finish` is told of the same things again when they could not be kept.
    """
    scope = _BEGUN.get()
    if scope is None:
        finish([item])
    else:
        scope.gather(finish, item)


def finish_now(finish: Callable[[list[Any]], None]) -> None:
    """Before anyone looks at what is finished by this: do not wait for the end."""
    scope = _BEGUN.get()
    if scope is not None:
        scope.finish(finish)
