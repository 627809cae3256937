"""Many sessions read at once: each is answered as if it had been asked for alone."""

from datetime import timedelta

from tests.unit.identity.people import ANNA, BO, CECILIA, NOW
from tests.unit.identity.signing import desk

LONG_AFTER = NOW + timedelta(minutes=119)


def test_each_is_answered_in_its_place_and_one_that_is_unknown_refuses_nobody_else() -> None:
    care = desk()
    cecilia, bo = care.sign_in(CECILIA), care.sign_in(BO)

    read = care.sessions.read_many([(bo, False), ("no such token", True), (cecilia, False), (bo, False)], NOW)

    assert [signed_in and signed_in.person.id for signed_in in read] == [BO, None, CECILIA, BO]
    assert len({signed_in.csrf_token for signed_in in read if signed_in}) == 2


def test_a_click_counts_for_its_own_session_only() -> None:  # SES-1
    care = desk()
    clicked, quiet = care.sign_in(CECILIA), care.sign_in(CECILIA)

    first, second = care.sessions.read_many([(clicked, True), (quiet, False)], LONG_AFTER)

    assert first is not None
    assert second is not None
    assert first.idle_ends_at == LONG_AFTER + timedelta(hours=2)
    assert second.idle_ends_at == NOW + timedelta(hours=2)


def test_one_that_is_over_is_not_kept_alive_by_a_click() -> None:  # SES-1
    care = desk()
    over, bo = care.sign_in(CECILIA), care.sign_in(BO, LONG_AFTER)
    late = NOW + timedelta(hours=2)

    read = care.sessions.read_many([(over, True), (bo, True)], late)

    assert [signed_in is None for signed_in in read] == [True, False]
    assert care.sessions.read_many([(over, False)], late) == [None]


def test_what_happened_since_the_last_time_counts_at_once() -> None:  # STA-2, SES-3
    care = desk()
    cecilia, bo, anna = care.sign_in(CECILIA), care.sign_in(BO), care.sign_in(ANNA)
    asked = [(cecilia, False), (bo, False), (anna, False)]
    assert all(care.sessions.read_many(asked, NOW))

    care.sessions.close(token=bo, now=NOW)
    care.provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="inactive", now=NOW)

    assert [signed_in is not None for signed_in in care.sessions.read_many(asked, NOW)] == [False, False, True]
