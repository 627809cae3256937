"""A rebuild reads everything its sources have told: no view may stumble over an event that is not for it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from booking.projections.people import People
from chassis.store import Database, Delivery, HeardView, Place
from contracts.readers import EVENTS
from identity.projections.calls_going_on import CallsGoingOn
from notifications.projections.known import Known
from tests.contracts.test_examples import EXAMPLES
from visit_media.projections.admissions import Admissions

VIEWS: tuple[type[HeardView], ...] = (People, CallsGoingOn, Known, Admissions)


@pytest.fixture
def database(store: dict[str, str]) -> Iterator[Database]:
    database = Database(Place.of("views", store))
    yield database
    database.engine.dispose()


@pytest.mark.parametrize("made", VIEWS, ids=lambda made: made.NAME)
def test_a_view_takes_or_leaves_every_event_of_its_sources(made: type[HeardView], database: Database) -> None:
    view = made(database)
    told = [event for event in EVENTS if event.SERVICE in view.SOURCES]

    for position, event in enumerate(told, start=1):
        example = json.loads((EXAMPLES / event.SERVICE / event.NAME / f"v{event.VERSION}.json").read_text())
        delivery = Delivery(
            message_id=uuid4(),
            source=event.SERVICE,
            event=event.NAME,
            position=position,
            aggregate_id=uuid4(),
            aggregate_version=1,
            occurred_at=datetime.now(UTC),
        )
        view.hear(delivery, event.heard(example, event.VERSION))

    assert max(view.heard_from(source) for source in view.SOURCES) == len(told) > 0
