from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.domain import ChangedMeanwhile
from identity.domain.administrators import ADMINISTRATORS_ID, Administrators
from identity.domain.person import Person, Status
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.refusals import (
    IdTaken,
    LastAdministrator,
    NotAllowed,
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


def test_the_answer_to_a_taken_number_does_not_tell_if_its_holder_is_removed() -> None:  # USR-2, Q12
    provider = staffed()
    read: list[UUID] = []
    find = provider.log.find

    def noting(kind: type[Any], aggregate_id: UUID) -> Any:
        read.append(aggregate_id)
        return find(kind, aggregate_id)

    provider.log.find = noting  # type: ignore[method-assign]
    traces = []
    statuses: tuple[Status, ...] = ("active", "removed")
    for status in statuses:
        provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status=status, now=LATER)
        read.clear()
        with pytest.raises(PersonnummerTaken):
            add(provider, UUID(int=99), NUMBERS[2], ["patient"], by=BO)
        traces.append(list(read))

    assert traces[0] == traces[1]
    assert CECILIA not in traces[0]


def test_an_administrator_finds_who_holds_a_taken_number_and_restores_them() -> None:  # USR-2, Q12
    provider = staffed()
    provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=LATER)

    holder = provider.persons.find_holder(asked_by=ANNA, personnummer=NUMBERS[2], now=LATER)
    provider.persons.restore(person_id=holder.id, restored_by=ANNA, reason="Flyttade tillbaka", now=LATER)

    assert (holder.id, holder.status) == (CECILIA, "removed")
    assert provider.persons.read(CECILIA).is_active


def test_plain_staff_are_not_told_who_holds_a_number() -> None:  # USR-2, Q12
    with pytest.raises(NotAllowed):
        staffed().persons.find_holder(asked_by=BO, personnummer=NUMBERS[2], now=NOW)


def test_nobody_holds_an_unknown_number() -> None:
    with pytest.raises(PersonUnknown):
        staffed().persons.find_holder(asked_by=ANNA, personnummer="5", now=NOW)


def test_a_removed_person_is_read_by_nobody() -> None:  # STA-3
    provider = staffed()
    provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=LATER)

    with pytest.raises(PersonUnknown):
        provider.persons.read(CECILIA)


def test_a_released_number_may_be_held_by_the_next_person() -> None:  # USR-1, DEL-1
    provider = staffed()
    next_person = uuid4()
    provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=LATER)

    provider.persons.release_number(person_id=CECILIA, now=LATER)
    provider.persons.release_number(person_id=CECILIA, now=LATER)
    add(provider, next_person, NUMBERS[2], ["patient"], by=BO)
    provider.persons.release_number(person_id=CECILIA, now=LATER)

    assert provider.persons.holder_of(NUMBERS[2]) == next_person
    assert len(events_of(provider, PersonnummerClaim.Released)) == 1
    with pytest.raises(PersonnummerTaken):
        add(provider, uuid4(), NUMBERS[2], ["patient"], by=BO)


def test_only_a_removed_persons_number_is_released_and_then_there_is_no_way_back() -> None:  # Q12, DEL-1
    provider = staffed()
    with pytest.raises(NotAllowed):
        provider.persons.release_number(person_id=CECILIA, now=LATER)
    provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=LATER)
    provider.persons.release_number(person_id=CECILIA, now=LATER)

    with pytest.raises(PersonUnknown):
        provider.persons.restore(person_id=CECILIA, restored_by=ANNA, reason="För sent", now=LATER)
    with pytest.raises(PersonUnknown):
        provider.persons.find_holder(asked_by=ANNA, personnummer=NUMBERS[2], now=LATER)


def test_whoever_is_given_the_right_of_an_administrator_counts_as_one() -> None:  # ROL-1, STA-4
    provider = staffed()

    provider.persons.change_roles(person_id=BO, changed_by=ANNA, roles=["administrator"], now=LATER)
    provider.persons.change_roles(person_id=ANNA, changed_by=BO, roles=["staff"], now=LATER)

    assert [each.person_id for each in events_of(provider, Administrators.Joined)] == [BO]
    assert [each.person_id for each in events_of(provider, Administrators.Left)] == [ANNA]
    with pytest.raises(NotAllowed):
        provider.persons.change_roles(person_id=BO, changed_by=ANNA, roles=["staff"], now=LATER)


def test_an_administrator_who_comes_back_counts_again() -> None:  # STA-4, Q12
    provider = staffed()
    provider.persons.change_roles(person_id=BO, changed_by=ANNA, roles=["administrator"], now=LATER)
    provider.persons.change_status(person_id=ANNA, changed_by=BO, status="removed", now=LATER)

    provider.persons.restore(person_id=ANNA, restored_by=BO, reason="Misstag", now=LATER)
    provider.persons.change_status(person_id=BO, changed_by=ANNA, status="inactive", now=LATER)

    assert provider.persons.read(ANNA).is_administrator


def test_two_administrators_who_take_each_others_right_at_once_leave_one() -> None:  # STA-4
    provider = staffed()
    provider.persons.change_roles(person_id=BO, changed_by=ANNA, roles=["administrator"], now=LATER)
    roster = provider.log.find(Administrators, ADMINISTRATORS_ID)
    assert roster is not None
    roster.leave(ANNA, LATER)

    with pytest.raises(LastAdministrator):
        roster.leave(BO, LATER)


def test_a_profile_is_changed_from_the_version_that_was_read() -> None:  # USR-3
    provider = staffed()
    change = partial(
        provider.persons.change_profile,
        person_id=CECILIA,
        changed_by=ANNA,
        version=provider.persons.read(CECILIA).version,
        phone=None,
        email=None,
        hsa_id=None,
        language="sv",
        now=LATER,
    )

    change(name="Cecilia  Öst")
    with pytest.raises(ChangedMeanwhile):
        change(name="Cecilia Ek")

    assert provider.persons.read(CECILIA).name == "Cecilia Öst"


def test_asking_to_add_again_after_a_change_adds_nobody() -> None:
    provider = staffed()
    provider.persons.change_roles(person_id=BO, changed_by=ANNA, roles=["administrator"], now=LATER)
    head = provider.log.head

    assert add(provider, BO, NUMBERS[1], ["staff"], by=ANNA, name="Bo Ek") == head
