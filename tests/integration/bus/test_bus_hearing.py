"""What the log says is heard: in order, once, and past whatever fails."""

from collections.abc import Callable
from pathlib import Path

import pika
import pytest

from chassis.following.parking import Parking
from chassis.following.relay import send_again
from chassis.topology import plans_of_source
from tests.fixtures.heard_positions import HeardPositions
from tests.integration.bus.listening_service import FAILS, KILLS, Notebook
from tests.integration.bus.people import People, change_often, published
from tests.integration.bus.process import Process

[BOOKINGS_PLAN] = [plan for plan in plans_of_source("identity") if plan.reader == "booking"]

Eventually = Callable[..., None]


def test_two_hundred_events_are_heard_in_the_order_they_happened(
    vhost: str, service: Process, follower: Process, people: People, heard: HeardPositions, eventually: Eventually
) -> None:
    service.start(vhost)
    follower.start(vhost)

    told = change_often(people, 200)

    eventually(lambda: len(heard.in_order()) >= 200)
    assert heard.in_order() == told


def test_events_told_before_their_reader_ever_ran_wait_for_it(
    vhost: str, service: Process, follower: Process, people: People, heard: HeardPositions, eventually: Eventually
) -> None:
    told = change_often(people, 20)
    follower.start(vhost)
    [plan] = [BOOKINGS_PLAN]
    eventually(lambda: waiting_in(vhost, plan.live) == 20)

    service.start(vhost)

    eventually(lambda: len(heard.in_order()) >= 20)
    assert heard.in_order() == told


def test_an_event_nobody_else_may_know_of_is_passed_over(
    vhost: str, service: Process, follower: Process, people: People, heard: HeardPositions, eventually: Eventually
) -> None:
    service.start(vhost)
    follower.start(vhost)
    person = people.register()
    for _ in range(5):
        person.note()
    people.save(person)

    person.change("inactive")
    people.save(person)

    eventually(lambda: len(heard.in_order()) == 2)
    assert heard.in_order() == [1, 7]


def test_the_same_event_twice_is_taken_in_once(
    vhost: str, service: Process, people: People, heard: HeardPositions, eventually: Eventually
) -> None:
    service.start(vhost)
    told = change_often(people, 5)

    send_again(people, published, BOOKINGS_PLAN, after=0, amqp_url=vhost)
    send_again(people, published, BOOKINGS_PLAN, after=0, amqp_url=vhost)

    last = people.register()
    send_again(people, published, BOOKINGS_PLAN, after=told[-1], amqp_url=vhost)
    eventually(lambda: last.version == 1 and heard.in_order()[-1:] == [told[-1] + 1])
    assert heard.in_order() == [*told, told[-1] + 1]


def test_an_event_that_always_fails_is_parked_after_its_retries_while_others_flow(
    vhost: str,
    service: Process,
    follower: Process,
    people: People,
    heard: HeardPositions,
    noted: Notebook,
    tmp_path: Path,
    eventually: Eventually,
) -> None:
    (tmp_path / "failing").touch()
    service.start(vhost)
    follower.start(vhost)

    people.register(FAILS)
    told = change_often(people, 20)

    eventually(lambda: waiting_in(vhost, BOOKINGS_PLAN.parked) == 1)
    assert noted.lines() == ["failing"] * 4
    assert heard.in_order() == told
    [parked] = Parking(vhost).list(BOOKINGS_PLAN.parked)
    assert (parked.event, parked.position, parked.attempts, parked.reason) == ("user_registered", 1, 4, "RuntimeError")
    assert "Anna" not in service.log.read_text()


def test_an_event_that_ends_its_reader_is_parked_after_five_deaths(
    vhost: str,
    service: Process,
    follower: Process,
    people: People,
    heard: HeardPositions,
    noted: Notebook,
    eventually: Eventually,
) -> None:
    follower.start(vhost)
    people.register(KILLS)
    for deaths in range(1, 7):
        service.start(vhost, waits=False)
        eventually(lambda deaths=deaths: len(noted.lines()) == deaths and service.has_ended)

    service.start(vhost)
    told = change_often(people, 3)

    eventually(lambda: len(heard.in_order()) == 3)
    assert heard.in_order() == told
    [parked] = Parking(vhost).list(BOOKINGS_PLAN.parked)
    assert (parked.event, parked.reason) == ("user_registered", "delivery_limit")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({}, b"{}", id="no headers"),
        pytest.param({"source": "identity", "event": "user_registered"}, b"{}", id="half of the headers"),
        pytest.param(None, b"\xff\x00not json", id="no json"),
        pytest.param(
            {
                "source": "identity",
                "event": "user_registered",
                "version": 1,
                "position": 1,
                "aggregate_id": "00000000-0000-0000-0000-000000000001",
                "aggregate_version": 1,
                "occurred_at": "2026-11-23T10:00:00+00:00",
            },
            b'{"user_id": "no id"}',
            id="broken contract",
        ),
    ],
)
def test_what_cannot_be_read_is_parked_at_once(
    vhost: str, service: Process, headers: dict[str, object] | None, body: bytes, eventually: Eventually
) -> None:
    service.start(vhost)

    put(vhost, BOOKINGS_PLAN.live, headers, body)

    eventually(lambda: waiting_in(vhost, BOOKINGS_PLAN.parked) == 1)
    [parked] = Parking(vhost).list(BOOKINGS_PLAN.parked)
    assert (parked.reason in ("Unreadable", "ContractBroken"), parked.attempts) == (True, 1)
    assert parked.message_id


def test_an_event_this_release_does_not_know_is_let_by(
    vhost: str, service: Process, people: People, heard: HeardPositions, eventually: Eventually
) -> None:
    service.start(vhost)
    headers = {
        "source": "identity",
        "event": "user_was_renamed",
        "version": 1,
        "position": 1,
        "aggregate_id": "00000000-0000-0000-0000-000000000001",
        "aggregate_version": 1,
        "occurred_at": "2026-11-23T10:00:00+00:00",
    }

    put(vhost, BOOKINGS_PLAN.live, headers, b"{}")

    change_often(people, 1)
    send_again(people, published, BOOKINGS_PLAN, after=0, amqp_url=vhost)
    eventually(lambda: heard.in_order() == [1])
    assert waiting_in(vhost, BOOKINGS_PLAN.parked) == 0


def put(amqp_url: str, queue: str, headers: dict[str, object] | None, body: bytes) -> None:
    message_id = "00000000-0000-0000-0000-00000000000a" if headers and len(headers) > 2 else None
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    channel.confirm_delivery()
    properties = pika.BasicProperties(headers=headers, message_id=message_id)
    channel.basic_publish("", queue, body, properties, mandatory=True)
    connection.close()


def waiting_in(amqp_url: str, queue: str) -> int:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    waiting: int = connection.channel().queue_declare(queue, passive=True).method.message_count
    connection.close()
    return waiting
