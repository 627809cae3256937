from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.identity.calls import ReadSupport
from identity.domain.refusals import (
    IdTaken,
    NotAllowed,
    NotSignedIn,
    ReasonMissing,
    SupportIsClosed,
    SupportIsOpen,
)
from identity.domain.session import LONGEST
from identity.domain.support_window import SupportWindows
from tests.unit.identity.people import ANNA, BO, CECILIA, LATER, NOW, events_of
from tests.unit.identity.signing import SUPPORT, WINDOW, Desk, desk

HOUR = timedelta(hours=1)


def let_in(care: Desk, window_id: UUID = WINDOW, hours: int = 4, by: UUID = ANNA, **changed: Any) -> int:
    asked: dict[str, Any] = {"reason": "Fel personnummer", "now": NOW}
    return care.support.open(window_id=window_id, opened_by=by, hours=hours, **asked | changed)


def test_support_is_off_until_an_administrator_lets_it_in() -> None:  # SUP-1
    care = desk()

    with pytest.raises(SupportIsClosed):
        care.sign_in(SUPPORT)
    let_in(care)

    assert care.sessions.read(token=care.sign_in(SUPPORT), clicked=False, now=NOW).session.is_support
    assert not care.sessions.read(token=care.sign_in(ANNA), clicked=False, now=NOW).session.is_support


@pytest.mark.parametrize("by", [BO, CECILIA, SUPPORT])
def test_nobody_but_an_administrator_opens_or_closes_the_window(by: UUID) -> None:  # SUP-1, ROL-1
    care = desk()

    with pytest.raises(NotAllowed):
        let_in(care, by=by)
    let_in(care)
    with pytest.raises(NotAllowed):
        care.support.close(closed_by=by, now=LATER)


def test_the_providers_people_see_who_let_support_in_why_and_until_when() -> None:  # SUP-1
    care = desk()
    let_in(care)
    care.support.close(closed_by=ANNA, now=LATER)
    second = uuid4()
    let_in(care, second, hours=1, now=LATER)

    read = care.support.read(LATER)

    assert ReadSupport.reply(read)["is_open"] is True
    assert [(each["window_id"], each["closed_by"]) for each in read["windows"]] == [(second, None), (WINDOW, ANNA)]
    assert (read["windows"][0]["reason"], read["windows"][0]["ends_at"]) == ("Fel personnummer", LATER + HOUR)
    assert care.support.read(LATER + HOUR)["is_open"] is False


def test_before_the_first_window_there_is_nothing_to_read_or_close() -> None:
    care = desk()
    head = care.provider.log.head

    assert care.support.close(closed_by=ANNA, now=NOW) == head
    assert care.support.read(NOW) == {"is_open": False, "windows": []}


def test_one_window_is_open_at_a_time() -> None:  # SUP-1
    care = desk()
    let_in(care, hours=2)

    with pytest.raises(SupportIsOpen):
        let_in(care, uuid4(), now=LATER)

    let_in(care, uuid4(), now=NOW + 2 * HOUR)


def test_asking_twice_opens_once_and_the_id_means_one_window() -> None:
    care = desk()

    let_in(care)
    let_in(care, now=LATER)

    assert len(events_of(care.provider, SupportWindows.Opened)) == 1
    with pytest.raises(IdTaken):
        let_in(care, hours=5, now=LATER)


def test_support_is_let_in_for_a_reason() -> None:  # SUP-1
    with pytest.raises(ReasonMissing):
        let_in(desk(), reason="   ")


def test_closing_ends_supports_sessions_at_once() -> None:  # SUP-1
    care = desk()
    let_in(care)
    token, annas = care.sign_in(SUPPORT), care.sign_in(ANNA)

    care.support.close(closed_by=ANNA, now=LATER)
    care.support.close(closed_by=ANNA, now=LATER)
    care.sweeper(LATER).sweep(Event())

    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=LATER)
    assert care.sessions.read(token=annas, clicked=False, now=LATER)
    assert care.endings() == [(SUPPORT, "support_closed")]
    assert len(events_of(care.provider, SupportWindows.Closed)) == 1


def test_a_sign_in_does_not_outlive_the_window_it_was_made_in() -> None:  # SUP-1
    care = desk()
    let_in(care)
    token = care.sign_in(SUPPORT)

    care.support.close(closed_by=ANNA, now=LATER)
    let_in(care, uuid4(), now=LATER + timedelta(seconds=1))

    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=LATER + timedelta(seconds=2))


@pytest.mark.parametrize(
    ("hours", "ends_at", "reason"), [(1, NOW + HOUR, "support_closed"), (24, NOW + LONGEST, "too_long")]
)
def test_supports_session_ends_with_its_window_and_no_later_than_any_other(
    hours: int, ends_at: Any, reason: str
) -> None:  # SUP-1
    care = desk()
    let_in(care, hours=hours)
    token = care.sign_in(SUPPORT)
    for hour in range(hours if hours < 12 else 12):
        signed_in = care.sessions.read(token=token, clicked=True, now=NOW + hour * HOUR)

    care.sweeper(ends_at - timedelta(seconds=1)).sweep(Event())
    before = care.endings()
    care.sweeper(ends_at).sweep(Event())

    assert signed_in.idle_ends_at == ends_at
    assert (before, care.endings()) == ([], [(SUPPORT, reason)])


def test_support_finds_a_person_by_number_and_brings_a_removed_one_back_for_a_reason() -> None:  # SUP-1, USR-2
    care = desk()
    persons = care.provider.persons
    persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=NOW)

    found = persons.find_holder(asked_by=SUPPORT, personnummer="199001012385", now=NOW)
    persons.restore(person_id=found.id, restored_by=SUPPORT, reason="Borttagen av misstag", now=LATER)

    assert found.id == CECILIA
    assert persons.read(CECILIA).is_active
