import json
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import booking.publishing
import identity.publishing
import notifications.publishing
import visit_media.publishing
from contracts.booking.calls import BookVisit
from contracts.message import ContractBroken, Event, Published
from contracts.readers import EVENTS, READERS, named, readers_of
from tests.stored_events.lives import lives

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
PUBLISHERS = (
    identity.publishing.published,
    booking.publishing.published,
    visit_media.publishing.published,
    notifications.publishing.published,
)
FORBIDDEN_WORDS = ("name", "personnummer", "reason_text", "email", "phone", "title", "text")


def example_of(event: type[Event], version: int) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((EXAMPLES / event.SERVICE / event.NAME / f"v{version}.json").read_text())
    return body


def required(event: type[Event]) -> set[str]:
    return {name for name, field in event().fields.items() if field.required}


def sent_today() -> list[Published]:
    told = (publish(event) for event in lives() for publish in PUBLISHERS)
    return [each for each in told if each is not None]


EVERY_VERSION = [(event, version) for event in EVENTS for version in range(1, event.VERSION + 1)]


@pytest.mark.parametrize(("event", "version"), EVERY_VERSION, ids=str)
def test_every_version_of_every_event_has_an_example_that_can_be_heard(event: type[Event], version: int) -> None:
    heard = event.heard(example_of(event, version), version)

    assert set(heard) == set(event().fields)


def test_there_is_no_example_without_an_event() -> None:
    paths = {path.relative_to(EXAMPLES) for path in EXAMPLES.rglob("*.json")}

    assert paths == {Path(event.SERVICE, event.NAME, f"v{version}.json") for event, version in EVERY_VERSION}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_a_field_a_later_sender_added_is_left_out(event: type[Event]) -> None:
    body = example_of(event, event.VERSION) | {"added_later": 1}

    assert "added_later" not in event.heard(body, event.VERSION + 1)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_a_missing_field_is_no_event(event: type[Event]) -> None:
    for name in required(event):
        body = example_of(event, event.VERSION)
        del body[name]
        with pytest.raises(ContractBroken) as broken:
            event.heard(body, event.VERSION)
        assert broken.value.fields == [name]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_sending_is_strict(event: type[Event]) -> None:
    example = example_of(event, event.VERSION)
    values = event.heard(example, event.VERSION)

    sent = event.of(**values).body
    assert {name: value for name, value in sent.items() if name in example} == example
    assert set(sent) == set(event().fields)
    with pytest.raises(ContractBroken):
        event.of(**values, surplus=1)
    for name in required(event):
        with pytest.raises(ContractBroken):
            event.of(**{other: value for other, value in values.items() if other != name})


def test_every_event_is_sent_by_the_service_that_owns_it() -> None:
    assert {(each.contract.SERVICE, each.contract.NAME) for each in sent_today()} == {
        (event.SERVICE, event.NAME) for event in EVENTS
    }


@pytest.mark.parametrize("sent", sent_today(), ids=lambda sent: sent.contract.NAME)
def test_what_is_sent_today_looks_like_its_example(sent: Published) -> None:
    fields = set(sent.contract().fields)

    assert set(sent.body) == fields
    # A field that came later, with a default, may be missing in the example of its version.
    assert required(sent.contract) <= set(example_of(sent.contract, sent.contract.VERSION)) <= fields


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_no_event_has_room_for_a_name_or_clinical_text(event: type[Event]) -> None:  # X-1, BOK-7
    assert not set(event().fields) & set(FORBIDDEN_WORDS)


def test_readers_hear_only_events_there_are() -> None:
    heard = set(chain.from_iterable(READERS.values()))

    assert heard <= set(EVENTS)
    assert all(named(event.SERVICE, event.NAME) is event for event in EVENTS)
    assert named("booking", "nothing") is None
    assert set(readers_of("booking")) == {"visit-media", "notifications"}


@pytest.mark.parametrize("wrong", [{"visit_id": "Karl Johansson"}, {"starts_at": "Karl Johansson"}])
def test_what_cannot_be_sent_is_refused_without_quoting_it(wrong: dict[str, Any]) -> None:
    asked = {
        "visit_id": uuid4(),
        "booked_by": uuid4(),
        "name": "Uppföljning",
        "starts_at": datetime.now(UTC),
        "length_minutes": 30,
        "staff_ids": [uuid4()],
        "patient_ids": [uuid4()],
    }

    with pytest.raises(ContractBroken) as broken:
        BookVisit.request(asked | wrong)

    assert "Karl" not in str(broken.value)
    assert broken.value.__cause__ is None
