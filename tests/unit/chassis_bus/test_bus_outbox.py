"""The log read as an outbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.outbox import events_since, log_messages
from contracts.identity.calls import IdentityEventsSince
from tests.integration.bus.people import People, change_often, open_people, published


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    with open_people(str(tmp_path)) as opened:
        yield opened


def test_messages_come_in_the_order_of_the_log_with_their_place_in_it(people: People) -> None:
    change_often(people, 4)

    page = log_messages(people, published, after=1, limit=10)

    assert [(message.position, message.aggregate_version) for message in page.messages] == [(2, 2), (3, 3), (4, 4)]
    assert page.position == 4


def test_a_stretch_of_the_log_that_nobody_else_may_know_moves_the_position_on(people: People) -> None:
    person = people.register()
    for _ in range(5):
        person.note()
    people.save(person)

    page = log_messages(people, published, after=1, limit=3)

    assert (page.messages, page.position) == ([], 4)


def test_the_end_of_the_log_leaves_the_position_where_it_is(people: People) -> None:
    change_often(people, 2)

    page = log_messages(people, published, after=2, limit=10)

    assert (page.messages, page.position) == ([], 2)


def test_a_message_has_the_same_id_each_time_it_is_read(people: People) -> None:
    change_often(people, 3)

    first, again = (log_messages(people, published, after=0, limit=10) for _ in range(2))

    assert [m.message_id for m in first.messages] == [m.message_id for m in again.messages]
    assert len({m.message_id for m in first.messages}) == 3


def test_events_since_keeps_its_contract_and_its_limit(people: People) -> None:
    change_often(people, 5)

    answer = IdentityEventsSince.read_reply(
        IdentityEventsSince.reply(events_since(people, published, after=1, limit=2))
    )

    assert [event["position"] for event in answer["events"]] == [2, 3]
    assert (answer["position"], answer["head"]) == (3, 5)
