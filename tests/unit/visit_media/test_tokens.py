"""Only a token of the right issuer, in time, for a room, opens the door."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit_media.signalling.tokens import TokenKey, TokenRefused, issue

KEY = TokenKey("care", "x" * 40)
VISIT, PERSON = uuid4(), uuid4()


def claims(**changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "iss": "care",
        "sub": str(PERSON),
        "exp": now + timedelta(minutes=10),
        "video": {"room": str(VISIT), "roomJoin": True},
        "visit_version": 4,
        "staff": True,
    } | changes


def signed(changed: dict[str, Any], *, secret: str = KEY.secret, algorithm: str = "HS256") -> str:
    return jwt.encode(changed, secret, algorithm=algorithm)


def test_a_good_token_tells_who_where_and_what() -> None:
    grant = KEY.verify(signed(claims()))

    assert (grant.visit_id, grant.person_id, grant.visit_version, grant.is_staff) == (VISIT, PERSON, 4, True)
    assert grant.can_publish
    assert grant.can_subscribe
    assert grant.can_publish_data
    assert not grant.can_update_own_metadata


def test_a_token_tells_by_which_sign_in_it_was_given() -> None:  # SES-3
    session_id = uuid4()

    grant = KEY.verify(signed(claims(session=str(session_id))))

    assert grant.session_id == session_id
    assert KEY.verify(KEY.renew(grant, datetime.now(UTC))).session_id == session_id
    assert KEY.verify(signed(claims())).session_id is None


def test_data_may_be_published_by_whoever_may_publish_unless_said_otherwise() -> None:
    assert not KEY.verify(
        signed(claims(video={"room": str(VISIT), "roomJoin": True, "canPublish": False}))
    ).can_publish_data
    video = {"room": str(VISIT), "roomJoin": True, "canPublishData": False}
    assert not KEY.verify(signed(claims(video=video))).can_publish_data


def test_a_minute_of_clock_difference_is_forgiven_and_no_more() -> None:
    now = datetime.now(UTC)

    KEY.verify(signed(claims(exp=now - timedelta(seconds=40))))
    with pytest.raises(TokenRefused, match="expired"):
        KEY.verify(signed(claims(exp=now - timedelta(seconds=80))))


@pytest.mark.parametrize(
    "token",
    [
        signed(claims(), secret="y" * 40),
        signed(claims(iss="other")),
        signed(claims(), secret="z" * 80, algorithm="HS512"),
        jwt.encode(claims(), "", algorithm="none"),
        signed({key: value for key, value in claims().items() if key != "exp"}),
        signed({key: value for key, value in claims().items() if key != "sub"}),
        signed(claims(video={"room": str(VISIT)})),
        signed(claims(video={"roomJoin": True})),
        signed(claims(video={"room": str(VISIT), "roomJoin": "yes"})),
        signed(claims(video=None)),
        signed(claims(video={"room": "not-a-visit", "roomJoin": True})),
        signed(claims(sub="not-a-person")),
        signed(claims(visit_version="many")),
        signed(claims(session="not-a-session")),
        signed(claims(session=None)),
        signed(claims(attributes=[1])),
        "a.b.c",
        "",
        "x" * 20_000,
    ],
)
def test_any_other_token_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        KEY.verify(token)


@given(st.text(max_size=200))
def test_any_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(TokenRefused, match="token"):
        KEY.verify(text)


def test_a_renewed_token_has_the_same_rights_and_a_new_end() -> None:
    grant = KEY.verify(issue(KEY, visit_id=VISIT, person_id=PERSON, visit_version=2, staff=False))

    renewed = KEY.verify(KEY.renew(grant, datetime.now(UTC) + timedelta(seconds=30)))

    assert (renewed.visit_id, renewed.person_id, renewed.visit_version, renewed.is_staff) == (VISIT, PERSON, 2, False)
    assert renewed.claims["exp"] > grant.claims["exp"] + 25
