from collections.abc import Iterator
from pathlib import Path

import pytest
from eventsourcing.persistence import Mapper

from chassis.store import Place
from identity.application import Identity
from tests.unit.identity.importing import Importing


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Importing]:
    """A provider whose administrator imports; its log is in memory, the rows in a file."""
    importing = Importing(Identity({}, Mapper), Place("identity", "sqlite", str(tmp_path)))
    importing.staff()
    yield importing
    importing.close()
