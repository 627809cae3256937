"""The two mistreated processes, started and ended for each test, on an empty virtual host."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fixtures.broker import TestBroker
from tests.fixtures.heard_positions import HeardPositions
from tests.integration.bus.listening_service import Notebook, heard_positions, notebook
from tests.integration.bus.people import People, open_people
from tests.integration.bus.process import Process
from tools.platform.answering import wait_until


@pytest.fixture
def vhost(shared_broker: TestBroker) -> str:
    return shared_broker.fresh_vhost()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Process]:
    process = Process("tests.integration.bus.listening_service", tmp_path)
    yield process
    process.stop()


@pytest.fixture(scope="module")
def answering(shared_broker: TestBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service that stays up for a whole module, for tests that treat it well."""
    process = Process("tests.integration.bus.listening_service", tmp_path_factory.mktemp("answering"))
    process.start(shared_broker.fresh_vhost())
    yield process
    process.stop()


@pytest.fixture
def follower(tmp_path: Path) -> Iterator[Process]:
    process = Process("tests.integration.bus.relaying_follower", tmp_path)
    yield process
    process.stop()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    with open_people(str(tmp_path)) as opened:
        yield opened


@pytest.fixture
def heard(tmp_path: Path) -> HeardPositions:
    return heard_positions(tmp_path)


@pytest.fixture
def noted(tmp_path: Path) -> Notebook:
    return notebook(tmp_path)


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Wait for a condition, with an end."""

    def wait(condition: Callable[[], bool], timeout_seconds: float = 30) -> None:
        wait_until(condition, what="the condition", timeout_seconds=timeout_seconds)

    return wait
