from datetime import timedelta
from uuid import uuid4

import pytest

from identity.domain.administrators import Administrators
from identity.domain.person import Person
from identity.domain.refusals import (
    IdTaken,
    LastAdministrator,
    NotSignedIn,
    PersonNotActive,
    PersonnummerTaken,
    PersonUnknown,
    SignInUnavailable,
)
from tests.unit.identity.people import ANNA, BO, CECILIA, LATER, NOW, NUMBERS, add, events_of, identity, staffed


def test_the_first_administrator_adds_himself_and_then_the_others() -> None:
    provider = staffed()

    registered = events_of(provider, Person.Registered)

    assert [each.originator_id for each in registered] == [ANNA, BO, CECILIA]
    assert provider.find(Person, CECILIA) is not None


def test_nobody_can_add_himself_once_there_is_an_administrator() -> None:
    with pytest.raises(PersonUnknown):
        add(staffed(), (new := uuid4()), "1", ["administrator"], by=new)


def test_adding_the_same_person_twice_adds_once() -> None:
    provider = staffed()
    head = provider.head

    assert add(provider, BO, NUMBERS[1], ["staff"], by=ANNA, name="Bo Ek") == head

    assert provider.head == head


def test_an_id_that_is_someone_elses_is_refused() -> None:
    with pytest.raises(IdTaken):
        add(staffed(), BO, "7", ["staff"], by=ANNA, name="Bo Ek")


def test_a_personnummer_is_held_by_one_person_only() -> None:  # USR-1
    provider = staffed()
    head = provider.head

    with pytest.raises(PersonnummerTaken):
        add(provider, uuid4(), NUMBERS[2], ["patient"], by=BO)

    assert provider.head == head


def test_a_removed_person_still_holds_the_personnummer() -> None:  # USR-1
    provider = staffed()
    provider.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=LATER)

    with pytest.raises(PersonnummerTaken):
        add(provider, uuid4(), NUMBERS[2], ["patient"], by=BO)


def test_the_last_administrator_stays() -> None:  # STA-4
    provider = staffed()
    second = uuid4()
    add(provider, second, "4", ["administrator"], by=ANNA)
    provider.change_status(person_id=ANNA, changed_by=second, status="inactive", now=LATER)
    third = uuid4()
    add(provider, third, "5", ["administrator"], by=second)
    provider.change_status(person_id=second, changed_by=third, status="removed", now=LATER)

    administrators = events_of(provider, Administrators.Left)

    assert [each.person_id for each in administrators] == [ANNA, second]
    with pytest.raises(PersonNotActive):
        provider.change_status(person_id=third, changed_by=second, status="removed", now=LATER)


def test_two_administrators_who_remove_each_other_at_once_leave_one() -> None:  # STA-4
    provider = staffed()
    second = uuid4()
    add(provider, second, "4", ["administrator"], by=ANNA)
    roster = provider.find(Administrators, events_of(provider, Administrators.Begun)[0].originator_id)
    assert roster is not None
    roster.leave(ANNA, LATER)

    with pytest.raises(LastAdministrator):
        roster.leave(second, LATER)


def test_changing_one_who_does_not_exist_is_refused() -> None:
    with pytest.raises(PersonUnknown):
        staffed().change_status(person_id=uuid4(), changed_by=ANNA, status="inactive", now=NOW)


def test_a_session_belongs_to_the_person_who_signed_in() -> None:  # AUT-1
    provider = staffed()

    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)

    signed_in = provider.read_session(token=token, clicked=False, now=NOW)
    assert signed_in.person.id == CECILIA
    assert len(signed_in.csrf_token) == 64
    assert signed_in.csrf_token not in token


def test_the_log_holds_only_the_hash_of_a_token() -> None:  # SES-2
    provider = staffed()

    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)

    states = [each.state for each in provider.recorder.select_notifications(None, 1000)]
    assert not any(token.encode() in state for state in states)


@pytest.mark.parametrize("token", ["", "x", "no such token"])
def test_an_unknown_token_is_nobodys(token: str) -> None:
    with pytest.raises(NotSignedIn):
        staffed().read_session(token=token, clicked=False, now=NOW)


def test_two_hours_without_a_click_end_a_session() -> None:  # SES-1
    provider = staffed()
    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)

    provider.read_session(token=token, clicked=False, now=NOW + timedelta(minutes=119))

    with pytest.raises(NotSignedIn):
        provider.read_session(token=token, clicked=True, now=NOW + timedelta(minutes=120))


def test_a_click_keeps_a_session_for_two_hours_more() -> None:  # SES-1
    provider = staffed()
    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)

    provider.read_session(token=token, clicked=True, now=NOW + timedelta(minutes=100))

    assert provider.read_session(token=token, clicked=False, now=NOW + timedelta(minutes=219)).person.id == CECILIA
    with pytest.raises(NotSignedIn):
        provider.read_session(token=token, clicked=False, now=NOW + timedelta(minutes=220))


def test_no_session_lives_longer_than_twelve_hours() -> None:
    provider = staffed()
    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)
    for hour in range(1, 12):
        provider.read_session(token=token, clicked=True, now=NOW + timedelta(hours=hour))

    with pytest.raises(NotSignedIn):
        provider.read_session(token=token, clicked=True, now=NOW + timedelta(hours=12))


def test_signing_out_ends_the_session_at_once_and_may_be_asked_twice() -> None:  # SES-3
    provider = staffed()
    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)

    provider.close_session(token=token, now=LATER)
    provider.close_session(token=token, now=LATER)
    provider.close_session(token="unknown", now=LATER)

    with pytest.raises(NotSignedIn):
        provider.read_session(token=token, clicked=False, now=LATER)


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_sessions_die_at_once_when_their_person_is_no_longer_active(status: str) -> None:  # STA-2, STA-3
    provider = staffed()
    token = provider.open_session(person_id=CECILIA, method="demo", now=NOW)

    provider.change_status(person_id=CECILIA, changed_by=ANNA, status=status, now=LATER)  # type: ignore[arg-type]

    with pytest.raises(NotSignedIn):
        provider.read_session(token=token, clicked=False, now=LATER)
    with pytest.raises(PersonNotActive):
        provider.open_session(person_id=CECILIA, method="demo", now=LATER)


def test_the_demo_sign_in_exists_only_where_it_is_switched_on() -> None:
    provider = identity(sign_in_methods=())
    add(provider, ANNA, "1", ["administrator"], by=ANNA)

    with pytest.raises(SignInUnavailable):
        provider.open_session(person_id=ANNA, method="demo", now=NOW)
