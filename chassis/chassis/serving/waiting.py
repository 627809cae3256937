"""Waiting for PostgreSQL under eventlet: in place for an answer that is nearly there, and else letting others go on."""

from collections.abc import Generator
from typing import Any, Final, TypeVar

import psycopg.waiting
from eventlet.patcher import original
from psycopg.waiting import Ready, Wait

Answer = TypeVar("Answer")
Steps = Generator[Wait, Ready | int, Answer]

IN_PLACE_MILLISECONDS: Final = 1
STEPS_IN_PLACE: Final = 4
"""Of one statement: many rows written one after the other must not hold up everybody else."""

_select: Any = original("select")
_SIGNS: Final = {
    Wait.R: _select.POLLIN,
    Wait.W: _select.POLLOUT,
    Wait.RW: _select.POLLIN | _select.POLLOUT,
}
_READY: Final = {_select.POLLIN: Ready.R, _select.POLLOUT: Ready.W, _select.POLLIN | _select.POLLOUT: Ready.RW}


def wait_in_place_first() -> None:
    """Have psycopg wait so from now on, in this process.

    To let others go on and come back takes several times as long as a server nearby takes to answer: two switches
    and four calls of the system for each statement. An answer from farther away is worth them.
    """
    psycopg.waiting.wait = _wait  # type: ignore[assignment] # it lets one choose among its own only


def _wait(steps: Steps[Answer], fileno: int, interval: float = 0.0, timeout: float | None = None) -> Answer:
    """As any of psycopg's wait functions: what a statement's steps come to; OperationalError when the line is gone."""
    return psycopg.waiting.wait_select(in_place(steps, fileno), fileno, interval, timeout)


def in_place(steps: Steps[Answer], fileno: int) -> Steps[Answer]:
    """The same steps; those that need not wait for longer than a moment are taken without telling anybody."""
    try:
        wanted = next(steps)
        for _ in range(STEPS_IN_PLACE):
            wanted = steps.send(_ready_soon(fileno, wanted) or (yield wanted))
        while True:
            wanted = steps.send((yield wanted))
    except StopIteration as done:
        answer: Answer = done.value
        return answer


def _ready_soon(fileno: int, wanted: Wait) -> Ready | None:
    """What it is ready for within the moment; None also when something is wrong, which psycopg finds out itself."""
    poll = _select.poll()
    poll.register(fileno, _SIGNS[wanted])
    for _, signs in poll.poll(IN_PLACE_MILLISECONDS):
        return _READY.get(signs)
    return None
