"""What is fuzzed: one boundary of the media server, and what must hold whatever comes to it."""

import asyncio
import gc
import logging
from abc import abstractmethod
from collections.abc import Coroutine
from typing import Any, Protocol

from tests.fuzz.case import Case


class Broken(AssertionError):
    """Something that must hold did not."""


class Target(Protocol):
    """One boundary. Each case meets it new, so that a case alone tells all."""

    name: str
    seeds: Case
    most_messages: int
    longest: int
    lines_per_message: int
    lines_per_byte: int
    lines_to_begin: int = 20_000

    @abstractmethod
    def attempt(self, case: Case) -> None:
        """Bring all messages; raise Broken, or whatever escapes, when something does not hold."""
        ...

    def most_lines(self, case: Case) -> int:
        """Return how much work the case may cause."""
        size = sum(map(len, case))
        return self.lines_to_begin + self.lines_per_message * len(case) + self.lines_per_byte * size


class Faults(logging.Handler):
    """Whatever the server logs as an error: it caught something that nobody foresaw."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it with its traceback."""
        self.told.append(self.format(record))

    def __enter__(self) -> "Faults":
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)

    def check(self) -> None:
        """Raise Broken if there was any."""
        if self.told:
            raise Broken("logged as an error:\n" + "\n".join(self.told[:3]))


def run(conversation: Coroutine[Any, Any, None]) -> None:
    """Run it to its end on a loop of its own; what a task or a callback raises counts as raised."""
    left: list[str] = []

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: left.append(repr(context.get("exception") or context)))
        await conversation

    with asyncio.Runner() as runner:
        runner.run(listen())
        gc.collect(0)
    must(not left, f"raised where nobody waits for it: {left[:3]}")


def must(holds: bool, otherwise: str) -> None:
    """Raise Broken unless it holds."""
    if not holds:
        raise Broken(otherwise)


def at_most(found: int, most: int, what: str) -> None:
    """Raise Broken when there is more of something than may be kept."""
    must(found <= most, f"{what}: {found}, at most {most}")
