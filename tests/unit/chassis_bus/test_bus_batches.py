"""What comes at once is heard at once, in order, and one that fails holds up nobody else."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.envelope import body_of, headers_of
from chassis.outbox import Outgoing
from chassis.serving.batches import CannotBeHeard, Failures, listener
from chassis.store import Delivery
from contracts.identity.events import UserRegistered
from tests.unit.chassis_store.diary import NOON
from tests.unit.chassis_store.views import HeardPositions, heard_positions

NOBODY = UUID(int=404)
"""Hearing of this person fails."""


class People:
    """A service that hears of people."""

    def __init__(self, view: HeardPositions) -> None:
        self.view = view
        self.tried: list[int] = []
        self.done: list[int] = []
        self.is_store_full = False

    def user_registered(self, delivery: Delivery, user_id: UUID, **_: Any) -> Callable[[], None]:
        self.tried.append(delivery.position)
        if user_id == NOBODY:
            raise LookupError
        self.view.hear(delivery, {})
        return lambda: self.do(delivery.position)

    def do(self, position: int) -> None:
        assert position in self.view.in_order(), "kept before anything follows from it"
        if position == 13:
            raise OSError
        self.done.append(position)

    def hear(self, *messages: Any) -> Failures:
        hear = listener("booking", {"user_registered": People.user_registered})
        taken, failures = hear(self, "identity", lambda: list(messages))
        assert taken == list(messages)
        return failures


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    view = heard_positions(tmp_path)
    yield People(view)
    view.database.close()


def told(position: int, user_id: UUID | None = None) -> Any:
    user_id = user_id or uuid4()
    event = UserRegistered.of(user_id=user_id, roles=["patient"], status="active", registered_at=NOON)
    outgoing = Outgoing(
        contract=event.contract,
        body=event.body,
        message_id=uuid4(),
        position=position,
        aggregate_id=user_id,
        aggregate_version=1,
        occurred_at=NOON,
    )
    return message(headers_of(outgoing), str(outgoing.message_id), body_of(outgoing))


def message(headers: dict[str, Any], message_id: str | None, body: bytes) -> Any:
    return SimpleNamespace(headers=headers, properties={"message_id": message_id}, body=body)


def kinds(failures: Sequence[BaseException | None]) -> list[type | None]:
    return [None if failure is None else type(failure) for failure in failures]


def test_all_that_came_at_once_is_heard_in_its_order(people: People) -> None:
    failures = people.hear(*(told(position) for position in range(1, 6)))

    assert failures == [None] * 5
    assert people.view.in_order() == people.tried == people.done == [1, 2, 3, 4, 5]
    assert people.view.heard_from("identity") == 5


def test_one_that_fails_is_tried_once_and_the_others_are_heard_in_their_order(people: People) -> None:
    failures = people.hear(told(1), told(2), told(3, NOBODY), told(4), told(5, NOBODY), told(6))

    assert kinds(failures) == [None, None, LookupError, None, LookupError, None]
    assert people.view.in_order() == people.done == [1, 2, 4, 6]
    assert (people.tried.count(3), people.tried.count(5)) == (1, 1)


def test_what_nobody_can_read_or_this_release_does_not_know_holds_up_nothing(people: People) -> None:
    unknown = message(told(2).headers | {"event": "user_was_renamed"}, str(uuid4()), b"{}")

    failures = people.hear(told(1), message({}, None, b"\xff"), unknown, told(4))

    assert kinds(failures) == [None, CannotBeHeard, None, None]
    assert people.view.in_order() == [1, 4]


def test_what_follows_from_hearing_follows_once_it_is_kept_and_fails_alone(people: People) -> None:
    failures = people.hear(told(12), told(13), told(14))

    assert kinds(failures) == [None, OSError, None]
    assert people.done == [12, 14]
    assert people.view.in_order() == [12, 13, 14]


def test_what_cannot_be_kept_together_is_heard_one_by_one(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    come_to = people.view._come_to

    def not_so_much(heard: list[Delivery]) -> None:
        if len(heard) > 1 or heard[0].position == 2:
            raise OSError
        come_to(heard)

    monkeypatch.setattr(people.view, "_come_to", not_so_much)

    failures = people.hear(told(1), told(2), told(3))

    assert kinds(failures) == [None, OSError, None]
    assert people.view.in_order() == [1, 3]
