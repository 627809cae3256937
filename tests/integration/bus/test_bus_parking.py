"""The operator's view of what is parked: listed without being touched, replayed, dropped."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chassis.following.parking import Parking, UnknownQueue
from tests.fixtures.heard_positions import HeardPositions
from tests.integration.bus.listening_service import FAILS
from tests.integration.bus.people import People, Person
from tests.integration.bus.process import Process
from tests.integration.bus.test_bus_hearing import BOOKINGS_PLAN, put, waiting_in

Eventually = Callable[..., None]


def park_one_of(
    people: People, vhost: str, service: Process, follower: Process, folder: Path, eventually: Eventually
) -> None:
    (folder / "failing").touch()
    service.start(vhost)
    follower.start(vhost)
    people.save(Person(FAILS))
    eventually(lambda: waiting_in(vhost, BOOKINGS_PLAN.parked) == 1)


def test_listing_changes_nothing(vhost: str, service: Process) -> None:
    service.start(vhost)
    for _ in range(3):
        put(vhost, BOOKINGS_PLAN.parked, {}, b"{}")

    listed = [len(Parking(vhost).list(BOOKINGS_PLAN.parked)) for _ in range(30)]

    assert listed == [3] * 30


def test_what_is_listed_says_when_and_why_but_not_what(
    vhost: str, service: Process, follower: Process, people: People, tmp_path: Path, eventually: Eventually
) -> None:
    park_one_of(people, vhost, service, follower, tmp_path, eventually)

    [parked] = Parking(vhost).list(BOOKINGS_PLAN.parked)

    assert parked.reason == "RuntimeError"
    assert parked.version == 1
    assert 0 <= (parked.age_seconds(datetime.now(UTC)) or -1) < 60
    assert str(FAILS) == parked.aggregate_id
    assert not hasattr(parked, "body")


def test_a_replayed_message_is_heard_as_if_it_came_for_the_first_time(
    vhost: str,
    service: Process,
    follower: Process,
    people: People,
    heard: HeardPositions,
    tmp_path: Path,
    eventually: Eventually,
) -> None:
    park_one_of(people, vhost, service, follower, tmp_path, eventually)
    (tmp_path / "failing").unlink()

    [replayed] = Parking(vhost).replay(BOOKINGS_PLAN.parked, None)

    eventually(lambda: heard.in_order() == [replayed.position])
    assert waiting_in(vhost, BOOKINGS_PLAN.parked) == 0


def test_a_replayed_message_that_fails_again_is_parked_again(
    vhost: str, service: Process, follower: Process, people: People, tmp_path: Path, eventually: Eventually
) -> None:
    park_one_of(people, vhost, service, follower, tmp_path, eventually)
    parking = Parking(vhost)
    [parked] = parking.list(BOOKINGS_PLAN.parked)

    parking.replay(BOOKINGS_PLAN.parked, [parked.message_id])

    eventually(lambda: [again.attempts for again in parking.list(BOOKINGS_PLAN.parked)] == [4])
    [again] = parking.list(BOOKINGS_PLAN.parked)
    assert again.message_id == parked.message_id


def test_only_the_named_message_is_dropped(vhost: str, service: Process) -> None:
    service.start(vhost)
    parking = Parking(vhost)
    for _ in range(2):
        put(vhost, BOOKINGS_PLAN.live, {"source": "identity"}, b"{}")
    put(vhost, BOOKINGS_PLAN.parked, {"source": "identity", "event": "user_registered", "version": 1}, b"{}")
    named = "00000000-0000-0000-0000-00000000000a"

    dropped = parking.drop(BOOKINGS_PLAN.parked, [named])

    assert [each.message_id for each in dropped] == [named]
    assert named not in [each.message_id for each in parking.list(BOOKINGS_PLAN.parked)]


def test_a_queue_nobody_has_is_said_to_be_unknown(vhost: str) -> None:
    with pytest.raises(UnknownQueue):
        Parking(vhost).list("booking.hears.identity.v1")


def test_a_reader_that_never_ran_has_nothing_parked(vhost: str) -> None:
    parking = Parking(vhost)

    assert {queue: list(parking.list(queue)) for queue in parking.queues()} == {q: [] for q in parking.queues()}
