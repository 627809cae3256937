"""An answer of the database that is nearly there is waited for in place; for any other everybody else goes on."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from psycopg.waiting import Ready, Wait

from chassis.serving.waiting import STEPS_IN_PLACE, Steps, in_place


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    mine, theirs = socket.socketpair()
    yield mine, theirs
    mine.close()
    theirs.close()


def statement(times: int, wanted: Wait, seen: list[Any]) -> Steps[str]:
    for _ in range(times):
        seen.append((yield wanted))
    return "answered"


def steps_told(steps: Steps[str]) -> tuple[int, str]:
    """For how many of the steps somebody else may go on, and the answer."""
    told = 0
    try:
        next(steps)
        while True:
            told += 1
            steps.send(Ready.R)
    except StopIteration as done:
        return told, done.value


def test_what_is_there_already_is_read_at_once(line: tuple[socket.socket, socket.socket]) -> None:
    mine, theirs = line
    theirs.send(b"rows")
    seen: list[Any] = []

    assert steps_told(in_place(statement(2, Wait.R, seen), mine.fileno())) == (0, "answered")
    assert seen == [Ready.R, Ready.R]


def test_what_takes_longer_lets_others_go_on(line: tuple[socket.socket, socket.socket]) -> None:
    mine, _ = line
    seen: list[Any] = []

    assert steps_told(in_place(statement(2, Wait.R, seen), mine.fileno())) == (2, "answered")
    assert seen == [Ready.R, Ready.R]


def test_what_can_be_sent_and_read_is_told_apart(line: tuple[socket.socket, socket.socket]) -> None:
    mine, theirs = line
    seen: list[Any] = []
    steps_told(in_place(statement(1, Wait.RW, seen), mine.fileno()))
    theirs.send(b"rows")
    steps_told(in_place(statement(1, Wait.RW, seen), mine.fileno()))

    assert seen == [Ready.W, Ready.RW]


def test_a_statement_of_many_steps_does_not_hold_up_everybody(line: tuple[socket.socket, socket.socket]) -> None:
    mine, theirs = line
    theirs.send(b"rows")

    assert steps_told(in_place(statement(50, Wait.R, []), mine.fileno())) == (50 - STEPS_IN_PLACE, "answered")


def test_a_line_that_is_gone_is_left_to_psycopg(line: tuple[socket.socket, socket.socket]) -> None:
    mine, theirs = line
    theirs.close()

    assert steps_told(in_place(statement(1, Wait.R, []), mine.fileno())) == (1, "answered")


def test_what_needs_no_waiting_needs_none() -> None:
    assert steps_told(in_place(statement(0, Wait.R, []), -1)) == (0, "answered")


def test_what_goes_wrong_with_a_statement_goes_wrong_with_its_waiting(
    line: tuple[socket.socket, socket.socket],
) -> None:
    mine, theirs = line
    theirs.send(b"rows")

    def fails() -> Steps[str]:
        yield Wait.R
        raise TimeoutError

    with pytest.raises(TimeoutError):
        next(in_place(fails(), mine.fileno()))
