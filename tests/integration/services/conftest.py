from collections.abc import Iterator

import pytest

from tests.unit.chassis_store.diary import Parts


@pytest.fixture
def parts(store: dict[str, str]) -> Iterator[Parts]:
    """The diary, once on SQLite and once on PostgreSQL."""
    parts = Parts(store)
    yield parts
    parts.close()
