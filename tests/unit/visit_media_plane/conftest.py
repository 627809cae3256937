"""Every implementation of the plane goes through the same cases; another one is added to the list here."""

from collections.abc import Iterator

import pytest

from tests.unit.visit_media_plane.world import World
from visit_media.sfu.plane.python.plane import PythonPlane

IMPLEMENTATIONS = {"python": PythonPlane}


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    plane = IMPLEMENTATIONS[request.param]("127.0.0.1", 0)
    yield World(plane)
    plane.close()
