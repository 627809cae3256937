"""How clients ask to come in, and how much of everything they may have."""

import base64
from uuid import uuid4

import pytest
from livekit.protocol import models, rtc

from visit_media.sfu.allowance import Allowance
from visit_media.signalling.dynacast import PATIENCE_SECONDS, Interest
from visit_media.signalling.joining import Join, read_join
from visit_media.signalling.limits import JOINS_SECONDS, MOST_JOINS, JoinLimit, Remembered
from visit_media.signalling.protocol import Unreadable
from visit_media.signalling.tokens import Grant, regrant


def encoded(**fields: object) -> str:
    inner = rtc.JoinRequest(**fields).SerializeToString()  # type: ignore[arg-type]
    return base64.urlsafe_b64encode(rtc.WrappedJoinRequest(join_request=inner).SerializeToString()).decode()


def test_both_forms_of_asking_say_the_same() -> None:
    settings = rtc.ConnectionSettings(auto_subscribe=False, subscriber_allow_pause=False)
    one = read_join(
        {
            "join_request": [
                encoded(
                    reconnect=True,
                    participant_sid="PA_1",
                    connection_settings=settings,
                    client_info=models.ClientInfo(client_protocol=2),
                )
            ]
        }
    )
    two = read_join(
        {
            "reconnect": ["1"],
            "sid": ["PA_1"],
            "auto_subscribe": ["0"],
            "subscriber_allow_pause": ["0"],
            "client_protocol": ["2"],
        }
    )

    for join, is_single in ((one, True), (two, False)):
        assert join == Join(
            is_single=is_single,
            is_resuming=True,
            participant_sid="PA_1",
            wants_all=False,
            allows_pause=False,
            client_protocol=2,
        )


def test_what_is_not_said_is_what_most_clients_mean() -> None:
    for join in (read_join({}), read_join({"join_request": [encoded(participant_sid="x")]})):
        assert join.wants_all
        assert join.allows_pause
        assert not join.is_resuming
    assert read_join({"client_protocol": ["many"]}).client_protocol == 0
    with pytest.raises(Unreadable):
        read_join({"join_request": ["!"]})


def test_an_allowance_is_used_up_and_comes_back_with_time() -> None:
    allowance = Allowance(per_second=2.0, burst=4.0)

    assert [allowance.take(1, 0.0) for _ in range(5)] == [True, True, True, True, False]
    assert [allowance.take(1, 1.0) for _ in range(3)] == [True, True, False]
    assert allowance.take(4, 100.0)
    assert not allowance.take(4, 100.0)


def test_whoever_has_not_come_for_long_takes_no_memory() -> None:
    limit = JoinLimit(MOST_JOINS)
    for at in range(100):
        limit.allows(uuid4(), now=float(at) / 100)

    limit.allows(uuid4(), now=1.0 + JOINS_SECONDS)

    assert len(limit._times) == 1


def test_a_person_who_knocks_too_often_is_not_heard_for_a_while_and_others_are() -> None:
    limit, anna, bo = JoinLimit(MOST_JOINS), uuid4(), uuid4()

    assert all(limit.allows(anna, 0.0) for _ in range(MOST_JOINS))
    assert not limit.allows(anna, 1.0)
    assert limit.allows(bo, 1.0)
    assert limit.allows(anna, JOINS_SECONDS + 0.1)


def test_only_the_last_ids_are_remembered() -> None:
    remembered, ids = Remembered(), [uuid4() for _ in range(10_001)]
    for one in ids:
        remembered.add(one)

    assert ids[0] not in remembered
    assert ids[-1] in remembered
    assert None not in remembered


def test_more_is_asked_for_at_once_and_less_only_when_it_has_stayed_less() -> None:
    interest = Interest()

    assert interest.change(2, 0.0) is None
    assert interest.change(0, 1.0) is None
    assert interest.change(2, 2.0) is None  # it was only a moment
    assert interest.change(0, 3.0) is None
    assert interest.change(0, 3.0 + PATIENCE_SECONDS) == 0
    assert interest.change(-1, 10.0) is None
    assert interest.change(-1, 10.0 + PATIENCE_SECONDS) == -1
    assert interest.change(1, 16.0) == 1


def test_rights_that_change_are_in_the_next_token_too() -> None:
    grant = Grant(uuid4(), uuid4(), 1, is_staff=False, claims={"video": {"room": "r", "roomJoin": True}})
    permission = models.ParticipantPermission(
        can_subscribe=True, can_publish_sources=[models.TrackSource.MICROPHONE], can_publish=True
    )

    changed = regrant(grant, permission)

    assert changed.permission() == permission
    assert changed.may_publish(models.TrackSource.MICROPHONE)
    assert not changed.may_publish(models.TrackSource.CAMERA)
    assert changed.claims["video"]["canPublishSources"] == ["microphone"]
    assert changed.claims["video"]["room"] == "r"
    assert not changed.can_publish_data
