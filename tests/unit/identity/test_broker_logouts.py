"""What the broker says is over is over, when it is the broker who says it."""

from pathlib import Path

import pytest

from identity.domain.refusals import LogoutTokenInvalid, NotSignedIn
from tests.fakes.lying_broker import saying, seconds_from_now, without
from tests.unit.identity.doors import DAVID, Doors, doors
from tests.unit.identity.people import NOW


@pytest.fixture
def ways_in(tmp_path: Path) -> Doors:
    return doors(tmp_path)


def test_what_the_broker_says_is_over_is_over(ways_in):
    token = ways_in.identified().token

    closed = ways_in.by_broker.end_sessions(logout_token=ways_in.broker.logout_token(), now=NOW)

    assert closed == 1
    assert ways_in.care.endings() == [(DAVID, "broker")]
    with pytest.raises(NotSignedIn):
        ways_in.session_of(token)


def test_a_logout_of_a_subject_ends_all_that_the_broker_opened_for_him(ways_in):
    tokens = [ways_in.identified(changed=saying(sid=f"session-{number}")).token for number in range(2)]
    own = ways_in.care.sessions.open(person_id=DAVID, method="bankid", strength="loa3", device=None, now=NOW)

    closed = ways_in.by_broker.end_sessions(logout_token=ways_in.broker.logout_token(without("sid")), now=NOW)

    assert (closed, len(tokens)) == (2, 2)
    assert ways_in.session_of(own).person.id == DAVID


def test_a_logout_of_one_session_leaves_the_others(ways_in):
    ways_in.identified()
    other = ways_in.identified(changed=saying(sid="session-2")).token

    ways_in.by_broker.end_sessions(logout_token=ways_in.broker.logout_token(), now=NOW)

    assert ways_in.session_of(other).person.id == DAVID


def test_a_logout_of_a_session_we_never_had_ends_nothing(ways_in):
    token = ways_in.broker.logout_token(saying(sid="unknown"))

    assert ways_in.by_broker.end_sessions(logout_token=token, now=NOW) == 0


def test_a_logout_is_heard_once(ways_in):
    ways_in.identified()
    token = ways_in.broker.logout_token(without("sid"))
    ways_in.by_broker.end_sessions(logout_token=token, now=NOW)
    again = ways_in.identified().token

    with pytest.raises(LogoutTokenInvalid):
        ways_in.by_broker.end_sessions(logout_token=token, now=NOW)
    assert ways_in.session_of(again).person.id == DAVID


FALSE_LOGOUTS = {
    "another issuer": saying(iss="https://evil.test"),
    "for another client": saying(aud="another"),
    "an id token": saying(nonce="n"),
    "no event": without("events"),
    "another event": saying(events={"http://schemas.openid.net/event/other": {}}),
    "an event of another kind": saying(events=["http://schemas.openid.net/event/backchannel-logout"]),
    "no id": without("jti"),
    "no time": without("iat"),
    "from the future": seconds_from_now("iat", 61),
    "expired": seconds_from_now("exp", -61),
    "old": seconds_from_now("iat", -400),
    "about nobody": lambda claims: [claims.pop(name) for name in ("sid", "sub")],
    "a session of another kind": saying(sid=7),
}


@pytest.mark.parametrize("lie", FALSE_LOGOUTS.values(), ids=FALSE_LOGOUTS.keys())
def test_a_logout_that_does_not_fit_ends_nothing(ways_in, lie):
    token = ways_in.identified().token

    with pytest.raises(LogoutTokenInvalid):
        ways_in.by_broker.end_sessions(logout_token=ways_in.broker.logout_token(lie), now=NOW)
    assert ways_in.session_of(token).person.id == DAVID


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"typ": "at+jwt"}])
def test_a_logout_that_anyone_could_have_made_ends_nothing(ways_in, header):
    ways_in.identified()

    with pytest.raises(LogoutTokenInvalid):
        ways_in.by_broker.end_sessions(logout_token=ways_in.broker.logout_token(**header), now=NOW)
    assert ways_in.care.endings() == []


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 5000, "å.å.å"])
def test_what_is_no_token_ends_nothing(ways_in, token):
    with pytest.raises(LogoutTokenInvalid):
        ways_in.by_broker.end_sessions(logout_token=token, now=NOW)
