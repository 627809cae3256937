"""Two people of the demo provider at the door of a whole running platform."""

from collections.abc import Iterator

import pytest

from tests.faults.caller_at_the_door import CallerAtTheDoor
from tests.fixtures.platform import TestPlatform
from tools.demo.people import ANNA, JONAS, KARL, DemoPerson


@pytest.fixture
def staff(platform: TestPlatform) -> Iterator[CallerAtTheDoor]:
    yield from at_the_door(platform, ANNA)


@pytest.fixture
def other_staff(platform: TestPlatform) -> Iterator[CallerAtTheDoor]:
    yield from at_the_door(platform, JONAS)


@pytest.fixture
def patient(platform: TestPlatform) -> Iterator[CallerAtTheDoor]:
    yield from at_the_door(platform, KARL)


def at_the_door(platform: TestPlatform, person: DemoPerson) -> Iterator[CallerAtTheDoor]:
    caller = CallerAtTheDoor(platform.url, person)
    caller.sign_in()
    yield caller
    caller.close()
