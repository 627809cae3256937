from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.notifications.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)}, log_in_memory=True)
    house.decide()
    yield house
    house.close()
