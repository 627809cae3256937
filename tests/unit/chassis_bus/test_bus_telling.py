"""What a process says of itself never quotes what it works with."""

import io
import json
import logging
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from chassis.aio.health import HealthServer as AsyncHealthServer
from chassis.telling import HealthServer, JsonLines, counter, described, health_answer

SECRET = "Anna Andersson 19121212-1212"


@pytest.fixture
def line() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines("booking.service"))
    logger = logging.getLogger("somebody.elses.library")
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def test_a_librarys_line_keeps_its_sentence_and_loses_what_fills_it(
    line: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = line

    logger.warning("Cannot decode %r", SECRET)

    told = json.loads(written.getvalue())
    assert told["what"] == "Cannot decode %r"
    assert told["process"] == "booking.service"
    assert SECRET not in written.getvalue()


def test_an_exception_is_told_by_type_and_place(line: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = line
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("It went wrong")

    told = json.loads(written.getvalue())
    assert told["exception"] == "builtins.ValueError"
    assert "test_bus_telling.py" in told["where"][-1]
    assert SECRET not in written.getvalue()


def test_a_failure_is_described_without_its_text() -> None:
    assert SECRET not in json.dumps(described(ValueError(SECRET)))


def test_the_same_metric_may_be_asked_for_twice() -> None:
    assert counter("visit-media", "tests_run", "Tests") is counter("visit-media", "tests_run", "Tests")


def test_not_ready_is_503_and_names_what_is_missing() -> None:
    status, _, body = health_answer("/readyz", lambda: {"calls": True, "events": False})

    assert status == 503
    assert json.loads(body) == {"ready": False, "parts": {"calls": True, "events": False}}


def test_the_threaded_health_server_answers_on_its_port() -> None:
    server = HealthServer(0, lambda: {"calls": True})
    server.start()

    answers = {
        path: _status(f"http://127.0.0.1:{server.port}/{path}") for path in ("healthz", "readyz", "metrics", "x")
    }

    server.stop()
    assert answers == {"healthz": 200, "readyz": 200, "metrics": 200, "x": 404}


async def test_the_asyncio_health_server_answers_on_its_port() -> None:
    import asyncio

    server = AsyncHealthServer(0, lambda: {"calls": False})
    await server.start()

    answers = {
        path: await asyncio.to_thread(_status, f"http://127.0.0.1:{server.port}/{path}")
        for path in ("healthz", "readyz", "metrics", "x")
    }

    await server.stop()
    assert answers == {"healthz": 200, "readyz": 503, "metrics": 200, "x": 404}


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
