from datetime import timedelta

import pytest

from identity.domain.refusals import NotSignedIn, PersonNotActive, SignInUnavailable
from tests.unit.identity.people import ANNA, CECILIA, LATER, NOW, add, identity, staffed


def test_a_session_belongs_to_the_person_who_signed_in() -> None:  # AUT-1
    provider = staffed()

    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)

    signed_in = provider.sessions.read(token=token, clicked=False, now=NOW)
    assert signed_in.person.id == CECILIA
    assert len(signed_in.csrf_token) == 64
    assert signed_in.csrf_token not in token


def test_the_log_holds_only_the_hash_of_a_token() -> None:  # SES-2
    provider = staffed()

    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)

    states = [each.state for each in provider.log.recorder.select_notifications(None, 1000)]
    assert not any(token.encode() in state for state in states)


@pytest.mark.parametrize("token", ["", "x", "no such token"])
def test_an_unknown_token_is_nobodys(token: str) -> None:
    with pytest.raises(NotSignedIn):
        staffed().sessions.read(token=token, clicked=False, now=NOW)


def test_two_hours_without_a_click_end_a_session() -> None:  # SES-1
    provider = staffed()
    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)

    provider.sessions.read(token=token, clicked=False, now=NOW + timedelta(minutes=119))

    with pytest.raises(NotSignedIn):
        provider.sessions.read(token=token, clicked=True, now=NOW + timedelta(minutes=120))


def test_a_click_keeps_a_session_for_two_hours_more() -> None:  # SES-1
    provider = staffed()
    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)

    provider.sessions.read(token=token, clicked=True, now=NOW + timedelta(minutes=100))

    assert provider.sessions.read(token=token, clicked=False, now=NOW + timedelta(minutes=219)).person.id == CECILIA
    with pytest.raises(NotSignedIn):
        provider.sessions.read(token=token, clicked=False, now=NOW + timedelta(minutes=220))


def test_no_session_lives_longer_than_twelve_hours() -> None:
    provider = staffed()
    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)
    for hour in range(1, 12):
        provider.sessions.read(token=token, clicked=True, now=NOW + timedelta(hours=hour))

    with pytest.raises(NotSignedIn):
        provider.sessions.read(token=token, clicked=True, now=NOW + timedelta(hours=12))


def test_signing_out_ends_the_session_at_once_and_may_be_asked_twice() -> None:  # SES-3
    provider = staffed()
    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)

    provider.sessions.close(token=token, now=LATER)
    provider.sessions.close(token=token, now=LATER)
    provider.sessions.close(token="unknown", now=LATER)

    with pytest.raises(NotSignedIn):
        provider.sessions.read(token=token, clicked=False, now=LATER)


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_sessions_die_at_once_when_their_person_is_no_longer_active(status: str) -> None:  # STA-2, STA-3
    provider = staffed()
    token = provider.sessions.open_demo(person_id=CECILIA, device=None, now=NOW)

    provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status=status, now=LATER)  # type: ignore[arg-type]

    with pytest.raises(NotSignedIn):
        provider.sessions.read(token=token, clicked=False, now=LATER)
    with pytest.raises(PersonNotActive):
        provider.sessions.open_demo(person_id=CECILIA, device=None, now=LATER)


def test_the_demo_sign_in_exists_only_where_it_is_switched_on() -> None:
    provider = identity(sign_in_methods=())
    add(provider, ANNA, "1", ["administrator"], by=ANNA)

    with pytest.raises(SignInUnavailable):
        provider.sessions.open_demo(person_id=ANNA, device=None, now=NOW)
