"""Processes end when they should, and say so by their exit code; each runs apart from the tests."""

import os
import subprocess
import sys

import pytest

DYING = """
import threading
from chassis.following import follow

class Following:
    name = "following"
    def run(self, stop): stop.wait()

class Dying:
    name = "dying"
    def run(self, stop): raise RuntimeError("Anna Andersson")

from chassis.telling import start_telling
start_telling("test")
follow([Following(), Dying()], 0)
"""

ENDING = DYING.replace('raise RuntimeError("Anna Andersson")', "return")

STOPPED = """
import os, signal, threading
from chassis.following import follow

class Following:
    name = "following"
    def run(self, stop):
        os.kill(os.getpid(), signal.SIGTERM)
        stop.wait()

follow([Following()], 0)
"""

ASSEMBLED = """
from chassis.serving import answers, hears
from chassis.serving.assembling import nameko_service
from contracts.booking.calls import BookVisit
from contracts.booking.events import VisitBooked

class Service:
    name = "{name}"

    {mark}
    def {method}(self, **_): return {{}}

nameko_service(Service)
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("program", [DYING, ENDING], ids=["dies", "ends"])
def test_a_follower_ends_with_a_failure_when_one_of_its_loops_does(program: str) -> None:
    ended = run(program)

    assert ended.returncode == 1
    assert '"loop": "dying"' in ended.stdout
    assert "Anna" not in ended.stdout + ended.stderr


def test_a_follower_that_is_asked_to_end_ends_well() -> None:
    assert run(STOPPED).returncode == 0


@pytest.mark.parametrize(
    ("name", "mark", "method", "complaint"),
    [
        ("identity", "@answers(BookVisit)", "book_visit", "cannot answer booking's calls"),
        ("booking", "@answers(BookVisit)", "book_a_visit", "should be named book_visit"),
        ("identity", "@hears(VisitBooked)", "visit_booked", "readers.py and @hears differ"),
        ("booking", "@answers(BookVisit)", "book_visit", "readers.py and @hears differ"),
    ],
)
def test_a_service_that_does_not_fit_the_contracts_does_not_start(
    name: str, mark: str, method: str, complaint: str
) -> None:
    ended = run(ASSEMBLED.format(name=name, mark=mark, method=method))

    assert ended.returncode == 1
    assert complaint in ended.stderr


def test_naming_what_a_service_does_brings_in_neither_nameko_nor_eventlet() -> None:
    ended = run("import sys, chassis.serving, chassis.aio; print({'nameko', 'eventlet', 'kombu'} & set(sys.modules))")

    assert ended.stdout.strip() == "set()"
