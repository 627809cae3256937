"""What was read a moment ago is shown as the log tells it now."""

from typing import Any

import pytest

from identity.application.recent import KEPT_SECONDS, READ_AT_ONCE, Recent
from identity.domain.person import Person
from identity.domain.session import Session
from tests.unit.identity.people import ANNA, BO, CECILIA, LATER, Provider, staffed


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def make_inactive(provider: Provider) -> None:
    provider.persons.change_status(person_id=BO, changed_by=ANNA, status="inactive", now=LATER)


def test_what_nothing_was_written_of_is_not_read_again() -> None:
    recent = Recent(staffed().log)

    recent.catch_up()
    first = recent.find(Person, BO)
    recent.catch_up()

    assert first is not None
    assert recent.find(Person, BO) is first


def test_what_was_written_meanwhile_is_seen_by_whoever_asks_next() -> None:
    provider = staffed()
    recent = Recent(provider.log)
    recent.catch_up()
    before, cecilia = recent.find(Person, BO), recent.find(Person, CECILIA)

    make_inactive(provider)
    recent.catch_up()

    assert before is not None
    assert before.status == "active"
    assert recent.find(Person, BO).status == "inactive"  # type: ignore[union-attr]
    assert recent.find(Person, CECILIA) is cecilia


def test_after_very_much_news_everything_is_read_anew() -> None:
    provider = staffed()
    recent = Recent(provider.log)
    recent.catch_up()
    recent.find(Person, BO)

    statuses: tuple[Any, ...] = ("inactive", "active")
    for number in range(READ_AT_ONCE):
        provider.persons.change_status(person_id=BO, changed_by=ANNA, status=statuses[number % 2], now=LATER)
    make_inactive(provider)
    recent.catch_up()

    assert recent.find(Person, BO).status == "inactive"  # type: ignore[union-attr]


def test_what_was_read_while_another_caught_up_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = staffed()
    recent = Recent(provider.log)
    recent.catch_up()
    find = provider.log.find

    def slow(kind: type[Person], person_id: object) -> Person | None:
        found: Person | None = find(kind, BO)
        monkeypatch.undo()
        make_inactive(provider)
        recent.catch_up()
        return found

    monkeypatch.setattr(provider.log, "find", slow)
    recent.find(Person, BO)

    assert recent.find(Person, BO).status == "inactive"  # type: ignore[union-attr]


def test_nothing_is_kept_longer_than_a_key_is_remembered() -> None:
    clock = Clock()
    recent = Recent(staffed().log, clock)
    recent.catch_up()
    first = recent.find(Person, BO)

    clock.seconds = KEPT_SECONDS

    assert recent.find(Person, BO) is not first


def test_one_thing_is_never_taken_for_another() -> None:
    recent = Recent(staffed().log)
    recent.catch_up()
    recent.find(Person, BO)

    assert recent.find(Session, BO) is None
