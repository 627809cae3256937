from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from identity.domain.refusals import (
    NotSignedIn,
    PersonNotActive,
    PersonUnknown,
    SessionUnknown,
    SignInUnavailable,
)
from identity.domain.session import AFTER_A_CALL, LONGEST, Session, SignsOfLife
from tests.unit.identity.people import ANNA, BO, CECILIA, LATER, NOW
from tests.unit.identity.signing import SETTINGS, desk, empty_desk

HOUR = timedelta(hours=1)


def minutes(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


def test_a_session_belongs_to_the_person_who_signed_in() -> None:  # AUT-1
    care = desk()

    token = care.sign_in(CECILIA)

    signed_in = care.sessions.read(token=token, clicked=False, now=NOW)
    assert signed_in.person.id == CECILIA
    assert (signed_in.session.method, signed_in.session.strength) == ("demo", "none")
    assert len(signed_in.csrf_token) == 64
    assert signed_in.csrf_token not in token


def test_every_sign_in_has_a_token_of_256_bits_of_its_own() -> None:  # SES-2
    care = desk()

    tokens = [care.sign_in(CECILIA) for _ in range(5)]

    assert len(set(tokens)) == 5
    assert all(len(token) >= 43 for token in tokens)
    assert len({care.session_id(token) for token in tokens}) == 5


def test_the_log_holds_only_the_hash_of_a_token() -> None:  # SES-2
    care = desk()

    token = care.sign_in(CECILIA)

    states = [each.state for each in care.provider.log.recorder.select_notifications(None, 1000)]
    assert not any(token.encode() in state for state in states)


@pytest.mark.parametrize("token", ["", "x", "no such token"])
def test_an_unknown_token_is_nobodys(token: str) -> None:
    with pytest.raises(NotSignedIn):
        desk().sessions.read(token=token, clicked=False, now=NOW)


def test_one_providers_token_is_unknown_at_another() -> None:  # ADR-4
    norrvik, soderby = desk(), desk()

    token = norrvik.sign_in(CECILIA)

    assert norrvik.sessions.read(token=token, clicked=False, now=NOW).person.id == CECILIA
    with pytest.raises(NotSignedIn):
        soderby.sessions.read(token=token, clicked=False, now=NOW)


def test_two_hours_without_a_click_end_a_session() -> None:  # SES-1
    care = desk()
    token = care.sign_in(CECILIA)

    still_in = care.sessions.read(token=token, clicked=False, now=minutes(119))

    assert still_in.idle_ends_at == minutes(120)
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=True, now=minutes(120))


def test_a_click_keeps_a_session_for_two_hours_more() -> None:  # SES-1
    care = desk()
    token = care.sign_in(CECILIA)

    clicked = care.sessions.read(token=token, clicked=True, now=minutes(100))

    assert clicked.idle_ends_at == minutes(220)
    assert care.sessions.read(token=token, clicked=False, now=minutes(219)).person.id == CECILIA
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=minutes(220))


def test_no_session_lives_longer_than_twelve_hours_and_the_page_is_told_when() -> None:
    care = desk()
    token = care.sign_in(CECILIA)
    for hour in range(1, 12):
        signed_in = care.sessions.read(token=token, clicked=True, now=NOW + hour * HOUR)

    assert signed_in.idle_ends_at == NOW + LONGEST
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=True, now=NOW + LONGEST)


def test_no_limit_cuts_a_call_and_the_idle_clock_starts_again_after_it() -> None:  # SES-1, Q1
    care = desk()
    token = care.sign_in(CECILIA)
    session_id = care.session_id(token)
    care.calls.going_on.add(session_id)

    during = [care.sessions.read(token=token, clicked=False, now=NOW + hours * HOUR) for hours in (3, 13)]
    care.calls.going_on.clear()
    care.calls.left_at[session_id] = NOW + 4 * HOUR
    after = care.sessions.read(token=token, clicked=False, now=NOW + 5 * HOUR)

    assert [signed_in.idle_ends_at for signed_in in during] == [None, None]
    assert after.idle_ends_at == NOW + 6 * HOUR
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=NOW + 6 * HOUR)


def test_a_session_that_grew_too_long_in_a_call_leaves_time_to_finish() -> None:
    left_at = NOW + LONGEST + HOUR
    session = opened()

    runs_out = session.runs_out(SignsOfLife(last_call_left_at=left_at), 2 * HOUR)

    assert runs_out is not None
    assert (runs_out.at, runs_out.end) == (left_at + AFTER_A_CALL, "too_long")


def test_the_providers_idle_time_counts_at_once() -> None:  # SES-1
    care = desk()
    token = care.sign_in(CECILIA)

    care.settings.change(changed_by=ANNA, version=0, now=NOW, **SETTINGS | {"idle_logout_minutes": 5})

    assert care.sessions.read(token=token, clicked=False, now=minutes(4)).idle_ends_at == minutes(5)
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=minutes(5))


def test_signing_out_ends_the_session_at_once_and_may_be_asked_twice() -> None:  # SES-3
    care = desk()
    token = care.sign_in(CECILIA)

    care.sessions.close(token=token, now=LATER)
    care.sessions.close(token=token, now=LATER)
    care.sessions.close(token="unknown", now=LATER)

    assert care.endings() == [(CECILIA, "signed_out")]
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=LATER)


def test_one_signs_in_again_after_closing_the_browser_with_a_new_session() -> None:  # SES-4
    care = desk()
    first = care.sign_in(CECILIA)

    second = care.sign_in(CECILIA, LATER)

    assert care.session_id(second, LATER) != care.session_id(first, LATER)
    assert care.sessions.read(token=second, clicked=False, now=LATER).person.id == CECILIA


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_sessions_die_at_once_when_their_person_is_no_longer_active(status: str) -> None:  # STA-2, STA-3
    care = desk()
    token = care.sign_in(CECILIA)

    care.provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status=status, now=LATER)  # type: ignore[arg-type]

    with pytest.raises(NotSignedIn):
        care.sessions.read(token=token, clicked=False, now=LATER)
    with pytest.raises(PersonNotActive):
        care.sign_in(CECILIA, LATER)


def test_one_who_does_not_exist_cannot_sign_in() -> None:
    with pytest.raises(PersonUnknown):
        desk().sign_in(uuid4())


def test_the_demo_sign_in_exists_only_where_it_is_switched_on() -> None:
    with pytest.raises(SignInUnavailable):
        empty_desk(configured_methods=("bankid",)).sign_in(ANNA)


def test_a_persons_own_sessions_are_listed_newest_first_with_device_and_click() -> None:
    care = desk()
    care.sign_in(CECILIA, NOW, device="Firefox, Windows")
    here = care.sign_in(CECILIA, LATER, device="Safari, iPhone")
    care.sign_in(BO)
    care.sessions.read(token=here, clicked=True, now=minutes(5))

    listed = care.sessions.of_person(CECILIA)

    assert [(each["device"], each["clicked_at"]) for each in listed] == [
        ("Safari, iPhone", minutes(5)),
        ("Firefox, Windows", None),
    ]
    assert listed[0]["session_id"] == care.session_id(here, minutes(5))


def test_signing_out_elsewhere_leaves_the_session_that_asks() -> None:  # SES-3
    care = desk()
    here, tablet, phone, others = (care.sign_in(who) for who in (CECILIA, CECILIA, CECILIA, BO))

    one = care.sessions.close_own(token=here, session_id=care.session_id(tablet), now=LATER)
    the_rest = care.sessions.close_own(token=here, session_id=None, now=LATER)

    assert (one[0], the_rest[0]) == (1, 1)
    assert care.endings() == [(CECILIA, "signed_out_elsewhere")] * 2
    assert care.sessions.read(token=here, clicked=False, now=LATER)
    assert care.sessions.read(token=others, clicked=False, now=LATER)
    with pytest.raises(NotSignedIn):
        care.sessions.read(token=phone, clicked=False, now=LATER)


def test_nobody_signs_someone_else_out() -> None:
    care = desk()
    bos = care.sign_in(BO)
    mine = care.sign_in(CECILIA)

    for session_id in (care.session_id(bos), uuid4()):
        with pytest.raises(SessionUnknown):
            care.sessions.close_own(token=mine, session_id=session_id, now=LATER)

    assert care.endings() == []


def test_a_broker_ends_its_one_session_or_all_it_signed_a_person_in_to() -> None:
    care = desk(("demo", "oidc"))
    by_broker = {"method": "oidc", "strength": "loa3", "device": None, "now": NOW}
    for name in ("a", "b"):
        care.sessions.open(person_id=BO, broker_session=name, **by_broker)  # type: ignore[arg-type]
    by_demo = care.sign_in(BO)

    one = care.sessions.close_by_broker(broker_session="a", person_id=None, now=LATER)
    rest = care.sessions.close_by_broker(broker_session=None, person_id=BO, now=LATER)
    none = care.sessions.close_by_broker(broker_session="a", person_id=None, now=LATER)

    assert (one, rest, none) == (1, 1, 0)
    assert care.endings() == [(BO, "broker")] * 2
    assert care.sessions.read(token=by_demo, clicked=False, now=LATER)


def opened() -> Session:
    return Session(
        id=uuid4(),
        person_id=CECILIA,
        method="demo",
        strength="none",
        token_hash="ab",
        device=None,
        broker_session=None,
        is_support=False,
        ends_at=NOW + LONGEST,
        timestamp=NOW,
    )


def test_a_session_is_closed_once_and_the_first_reason_counts() -> None:
    session = opened()
    session.collect_events()

    session.close("idle", LATER)
    session.close("signed_out", LATER)

    assert [vars(event)["reason"] for event in session.collect_events()] == ["idle"]
