from uuid import uuid4

import pytest

from identity.domain.administrators import Administrators
from identity.domain.person import Person
from identity.domain.refusals import (
    IdTaken,
    LastAdministrator,
    PersonNotActive,
    PersonnummerTaken,
    PersonUnknown,
)
from tests.unit.identity.people import ANNA, BO, CECILIA, LATER, NOW, NUMBERS, add, events_of, staffed


def test_the_first_administrator_adds_himself_and_then_the_others() -> None:
    provider = staffed()

    registered = events_of(provider, Person.Registered)

    assert [each.originator_id for each in registered] == [ANNA, BO, CECILIA]
    assert provider.log.find(Person, CECILIA) is not None


def test_nobody_can_add_himself_once_there_is_an_administrator() -> None:
    with pytest.raises(PersonUnknown):
        add(staffed(), (new := uuid4()), "1", ["administrator"], by=new)


def test_adding_the_same_person_twice_adds_once() -> None:
    provider = staffed()
    head = provider.log.head

    assert add(provider, BO, NUMBERS[1], ["staff"], by=ANNA, name="Bo Ek") == head

    assert provider.log.head == head


def test_an_id_that_is_someone_elses_is_refused() -> None:
    with pytest.raises(IdTaken):
        add(staffed(), BO, "7", ["staff"], by=ANNA, name="Bo Ek")


def test_a_personnummer_is_held_by_one_person_only() -> None:  # USR-1
    provider = staffed()
    head = provider.log.head

    with pytest.raises(PersonnummerTaken):
        add(provider, uuid4(), NUMBERS[2], ["patient"], by=BO)

    assert provider.log.head == head


def test_a_removed_person_still_holds_the_personnummer() -> None:  # USR-1
    provider = staffed()
    provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=LATER)

    with pytest.raises(PersonnummerTaken):
        add(provider, uuid4(), NUMBERS[2], ["patient"], by=BO)


def test_the_last_administrator_stays() -> None:  # STA-4
    provider = staffed()
    second = uuid4()
    add(provider, second, "4", ["administrator"], by=ANNA)
    provider.persons.change_status(person_id=ANNA, changed_by=second, status="inactive", now=LATER)
    third = uuid4()
    add(provider, third, "5", ["administrator"], by=second)
    provider.persons.change_status(person_id=second, changed_by=third, status="removed", now=LATER)

    administrators = events_of(provider, Administrators.Left)

    assert [each.person_id for each in administrators] == [ANNA, second]
    with pytest.raises(PersonNotActive):
        provider.persons.change_status(person_id=third, changed_by=second, status="removed", now=LATER)


def test_two_administrators_who_remove_each_other_at_once_leave_one() -> None:  # STA-4
    provider = staffed()
    second = uuid4()
    add(provider, second, "4", ["administrator"], by=ANNA)
    roster = provider.log.find(Administrators, events_of(provider, Administrators.Begun)[0].originator_id)
    assert roster is not None
    roster.leave(ANNA, LATER)

    with pytest.raises(LastAdministrator):
        roster.leave(second, LATER)


def test_changing_one_who_does_not_exist_is_refused() -> None:
    with pytest.raises(PersonUnknown):
        staffed().persons.change_status(person_id=uuid4(), changed_by=ANNA, status="inactive", now=NOW)
