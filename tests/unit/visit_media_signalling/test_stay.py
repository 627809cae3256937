"""How a stay was is summed up, and tokens that were taken back open nothing."""

import time
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import jwt
import pytest

from tests.unit.visit_media_signalling.house import KEY, House, settle
from visit_media.domain.attendance import Quality
from visit_media.signalling import departures, revocations
from visit_media.signalling.revocations import REMEMBERED_SECONDS, Revocations
from visit_media.signalling.stay import Stay
from visit_media.signalling.tokens import Grant, TokenRefused

VISIT, OTHER_VISIT, ANNA, BO = (UUID(int=number) for number in range(4))


def measured(loss: float, round_trip: float) -> Any:
    return SimpleNamespace(loss=loss, round_trip=round_trip)


def grant(visit_id: UUID = VISIT, person_id: UUID = ANNA, **claims: Any) -> Grant:
    return Grant(visit_id, person_id, 1, is_staff=False, claims=claims)


def test_losses_and_round_trips_are_averaged_over_what_was_measured() -> None:
    stay = Stay()
    stay.begin(100.0)
    stay.begin(160.0)  # the path came up anew
    for loss, round_trip in ((0.0, 0.0), (0.09, 0.04), (0.0, 0.06)):
        stay.sample(measured(loss, round_trip))
    for is_paused in (True, False, True):
        stay.pass_time(4.0, is_paused=is_paused)
    stay.resumes = 2

    assert stay.summary(220.4) == Quality(
        seconds=120,
        worst_loss_permille=90,
        mean_loss_permille=30,
        mean_round_trip_milliseconds=50,
        video_paused_seconds=8,
        resumes=2,
    )


def test_of_a_stay_that_was_over_at_once_nothing_was_measured() -> None:
    assert Stay().summary(5.0) == Quality(0, 0, 0, 0, 0, 0)


async def test_the_server_measures_every_stay_and_tells_when_it_ends(house: House) -> None:
    anna = await house.client().connect()
    anna.session.paused.add("TR_1")
    await anna.join(is_resuming=True, participant_sid=anna.sid)

    for _ in range(5):
        house.server._tick()
    anna.session.end(departures.LEFT)
    await settle()

    [quality] = house.attendance.qualities
    assert (quality.worst_loss_permille, quality.mean_loss_permille) == (20, 20)
    assert (quality.mean_round_trip_milliseconds, quality.resumes) == (40, 1)


@pytest.mark.parametrize(
    ("claims", "is_dead"), [({"nbf": 99}, True), ({"nbf": 50, "iat": 101}, False), ({"nbf": 101}, False), ({}, True)]
)
def test_only_tokens_given_out_until_then_are_dead(claims: dict[str, Any], is_dead: bool) -> None:
    revoked = Revocations()

    revoked.revoke(VISIT, ANNA, issued_until=100.0, now=100.0)

    assert revoked.cover(grant(**claims)) is is_dead
    assert not revoked.cover(grant(OTHER_VISIT, **claims))
    assert not revoked.cover(grant(VISIT, BO, **claims))


def test_what_was_taken_back_is_forgotten_when_no_token_can_be_that_old(monkeypatch: pytest.MonkeyPatch) -> None:
    revoked = Revocations()
    revoked.revoke(VISIT, ANNA, issued_until=100.0, now=100.0)
    revoked.revoke(VISIT, BO, issued_until=200.0, now=200.0)

    revoked.revoke(OTHER_VISIT, BO, issued_until=100.0 + REMEMBERED_SECONDS, now=100.0 + REMEMBERED_SECONDS)

    assert [revoked.cover(grant(VISIT, who, nbf=1)) for who in (ANNA, BO)] == [False, True]
    monkeypatch.setattr(revocations, "MOST_REMEMBERED", 1)
    revoked.revoke(OTHER_VISIT, ANNA, issued_until=300.0, now=300.0)
    assert not revoked.cover(grant(VISIT, BO, nbf=1))


@pytest.mark.parametrize(("hours", "is_good"), [(23, True), (25, False)])
def test_a_token_may_not_outlive_what_is_remembered(hours: int, is_good: bool) -> None:
    now = int(time.time())
    claims = {"iss": KEY.name, "sub": str(ANNA), "nbf": now, "exp": now + 3600 * hours}
    token = jwt.encode(claims | {"video": {"room": str(VISIT), "roomJoin": True}}, KEY.secret, algorithm="HS256")

    with nullcontext() if is_good else pytest.raises(TokenRefused, match="lives too long"):
        assert KEY.verify(token).issued_at == now
