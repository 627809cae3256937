"""What a `service.py` says: which calls it answers, which events it hears, and what it needs for that.

The marks below change nothing and import nothing: nameko and eventlet enter only in the process that
`serve` starts, where they are patched in before anything else.
"""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, overload

if TYPE_CHECKING:
    from contracts.message import Call, Event

T = TypeVar("T")
Method = TypeVar("Method", bound=Callable[..., Any])

ANSWERS = "_answers_call"
HEARS = "_hears_event"


class Provide(Generic[T]):
    """One object for all calls of the process: made by `factory` at the start, closed (if it closes) at the end."""

    def __init__(self, factory: Callable[[], T]) -> None:
        self.factory = factory

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, service: None, owner: type) -> "Provide[T]": ...
    @overload
    def __get__(self, service: object, owner: type) -> T: ...
    def __get__(self, service: object | None, owner: type) -> "Provide[T] | T":
        if service is None:
            return self
        made: T = self.factory()
        service.__dict__[self._name] = made
        return made


def answers(call: "type[Call]") -> Callable[[Method], Method]:
    """The method answers this call: it is given the request's fields and returns the reply's."""

    def mark(method: Method) -> Method:
        if method.__name__ != call.NAME:
            raise TypeError(f"{method.__name__} should be named {call.NAME}")
        setattr(method, ANSWERS, call)
        return method

    return mark


def hears(event: "type[Event]") -> Callable[[Method], Method]:
    """The method hears this event: `method(delivery, **fields)`, one at a time and in order, perhaps repeatedly.

    What it writes to read models is kept together with what was heard at the same time. What has to be done once that
    is kept, and done again if it fails, it returns.
    """

    def mark(method: Method) -> Method:
        setattr(method, HEARS, event)
        return method

    return mark


def serve(service: type) -> NoReturn:
    """Become the process that serves: for `if __name__ == "__main__"` of a `service.py`.

    The module has imported sockets and locks by now, so it starts afresh under the same process id,
    patched from the first import on.
    """
    spec = sys.modules["__main__"].__spec__
    module = spec.name if spec else service.__module__
    os.execv(
        sys.executable,
        [
            sys.executable,
            "-m",
            "chassis.serving.run",
            f"{module}:{service.__qualname__}",
        ],
    )
