import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from booking.projections.people import People
from chassis.envelope import Heard
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.store import Database, Delivery, Place
from contracts.identity.events import UserRegistered
from tests.unit.chassis_store.diary import OtherNotes, Parts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def note_ids(parts: Parts) -> list[UUID]:
    ids = [uuid4() for _ in range(5)]
    for note_id in ids:
        parts.diary.write(note_id, "ord")
    ProjectionLoop(parts.diary, parts.notes).follow_once()
    return ids


def verdict(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    told: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return told


def test_a_read_model_that_follows_its_log_is_equal(
    parts: Parts, note_ids: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    assert rebuild(parts.diary, [parts.notes]) == 0

    told = verdict(capsys)
    assert (told["read_model"], told["position"], told["rows"], told["equal"]) == ("notes", 5, 5, True)


def test_a_late_read_model_is_compared_where_it_stands(
    parts: Parts, note_ids: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    parts.diary.append(note_ids[0], "mer")

    assert rebuild(parts.diary, [parts.notes]) == 0
    assert verdict(capsys)["position"] == 5


def test_several_read_models_are_made_anew_together_though_they_have_not_come_as_far(
    parts: Parts, note_ids: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    other = OtherNotes(parts.database, parts.keys)
    ProjectionLoop(parts.diary, other).follow_once()
    parts.diary.append(note_ids[0], "mer")
    ProjectionLoop(parts.diary, other).follow_once()

    assert rebuild(parts.diary, [parts.notes, other]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["read_model"], each["position"]) for each in told] == [("notes", 5), ("other_notes", 6)]


def test_rows_that_differ_are_named_without_what_stands_in_them(
    parts: Parts, note_ids: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    notes = parts.notes.notes
    with parts.database.writing() as connection:
        connection.execute(update(notes).where(notes.c.id == note_ids[0]).values(colour="red"))
        connection.execute(delete(notes).where(notes.c.id == note_ids[1]))

    assert rebuild(parts.diary, [parts.notes]) == 1

    told = verdict(capsys)
    assert told["equal"] is False
    assert told["differing"] == sorted(f"notes/{each}" for each in note_ids[:2])


def test_a_rebuilt_read_model_takes_the_place_of_one_that_differs(
    parts: Parts, note_ids: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    with parts.database.writing() as connection:
        connection.execute(delete(parts.notes.notes))

    assert rebuild(parts.diary, [parts.notes], put_right=True) == 0
    assert verdict(capsys)["replaced"] is True

    assert {parts.notes.words_of(each) for each in note_ids} == {"ord"}
    assert rebuild(parts.diary, [parts.notes]) == 0


def test_forgetting_does_not_make_a_read_model_differ(
    parts: Parts, note_ids: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    parts.keys.forget(note_ids[0])

    assert rebuild(parts.diary, [parts.notes]) == 0


class OthersEvents:
    """Events as the source would answer them."""

    def __init__(self, *heard: Heard) -> None:
        self.heard = heard

    def after(self, positions: Mapping[str, int]) -> tuple[list[Heard], dict[str, int]]:
        found = [each for each in self.heard if each.delivery.position > positions[each.delivery.source]]
        head = max((each.delivery.position for each in self.heard), default=0)
        return found, dict.fromkeys(positions, head)


def registered(number: int) -> Heard:
    delivery = Delivery(UUID(int=number), "identity", "user_registered", number, UUID(int=number), 1, NOON)
    fields = {"user_id": UUID(int=number), "roles": ["patient"], "status": "active", "registered_at": NOON}
    return Heard(UserRegistered, delivery, fields)


@pytest.fixture
def people(store: dict[str, str]) -> Iterator[People]:
    database = Database(Place.of("booking", store))
    yield People(database)
    database.close()


def test_a_view_of_heard_events_is_rebuilt_from_their_source(
    people: People, parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    events = [registered(number) for number in range(1, 6)]
    for each in events[:3]:
        people.hear(each.delivery, each.fields)

    assert rebuild(parts.diary, [people], OthersEvents(*events)) == 0  # type: ignore[arg-type]
    told = verdict(capsys)
    assert (told["position"], told["rows"]) == (3, 3)


def test_a_view_that_missed_events_is_put_right_to_the_newest_one(
    people: People, parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    events = [registered(number) for number in range(1, 6)]
    for each in (events[0], events[2]):
        people.hear(each.delivery, each.fields)
    source = OthersEvents(*events)

    assert rebuild(parts.diary, [people], source) == 1  # type: ignore[arg-type]
    assert verdict(capsys)["differing"] == [f"people/{UUID(int=2)}"]
    assert rebuild(parts.diary, [people], source, put_right=True) == 0  # type: ignore[arg-type]

    assert people.heard_from("identity") == 5
    assert people.known(UUID(int=5)) is not None
    people.hear(events[4].delivery, events[4].fields)
    assert rebuild(parts.diary, [people], source) == 0  # type: ignore[arg-type]
