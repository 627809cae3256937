from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.chassis_store.diary import Parts, on_files


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    parts = on_files(tmp_path)
    yield parts
    parts.close()
