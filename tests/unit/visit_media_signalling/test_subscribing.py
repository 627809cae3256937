"""Which tracks come to whom and when, in both forms of the protocol."""

from typing import Any

import pytest
from livekit.protocol import models, rtc

from tests.unit.visit_media_signalling.house import Client, House, offer, settle
from visit_media.sfu.negotiation.sdp import read_offer
from visit_media.signalling.two_connections import ANSWER_SECONDS


async def both(house: House, **asked: Any) -> tuple[Client, Client, list[str]]:
    """Anna publishes camera and microphone; Bo looks on."""
    anna, bo = await house.client().connect(), await house.client().connect(**asked)
    return anna, bo, await anna.publish()


def answer_to(described: rtc.SessionDescription, *, rejecting: str = "") -> rtc.SessionDescription:
    """Answer as a client would that takes all it is offered, or all but one kind."""
    lines = described.sdp.replace("a=sendonly", "a=recvonly").replace("a=setup:actpass", "a=setup:active")
    if rejecting:
        lines = lines.replace(f"m={rejecting} 9", f"m={rejecting} 0")
    return rtc.SessionDescription(type="answer", sdp=lines, id=described.id)


async def test_a_new_track_is_asked_an_offer_for_and_comes_with_the_answer(house: House) -> None:
    _, bo, sids = await both(house)
    [wanted] = bo.all("media_sections_requirement")
    assert (wanted.num_audios, wanted.num_videos) == (0, 0)
    bo.forget()

    await bo.say(offer=offer("chromium_v1_joins", number=2))

    [answer] = bo.all("answer")
    assert set(answer.mid_to_track_id.values()) == set(sids)
    assert len(bo.session.member.started) == 2


async def test_camera_and_microphone_of_one_person_are_one_stream(house: House) -> None:
    anna, bo, _ = await both(house)
    await bo.say(offer=offer("chromium_v1_joins", number=2))

    streams = {sending.stream for sending in bo.session.subscriptions.sendings().values()}

    assert streams == {f"{anna.sid}|camera"}


async def test_a_publisher_is_told_once_that_somebody_receives_its_track(house: House) -> None:
    anna, bo, sids = await both(house)
    cia = await house.client().connect()

    for client in (bo, cia):
        await client.say(offer=offer("chromium_v1_joins", number=2))

    assert sorted(one.track_sid for one in anna.all("track_subscribed")) == sorted(sids)


async def test_a_section_stays_empty_for_one_answer_before_it_is_used_again(house: House) -> None:
    _, bo, (camera, microphone) = await both(house)
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    before = bo.session.subscriptions.track_of_section()

    await bo.say(subscription=rtc.UpdateSubscription(track_sids=[microphone], subscribe=False))
    await bo.say(subscription=rtc.UpdateSubscription(track_sids=[microphone], subscribe=True))
    await bo.say(offer=offer("chromium_v1_joins", number=3))

    after = bo.session.subscriptions.track_of_section()
    assert {mid for mid, sid in before.items() if sid == microphone} == {"0"}
    assert {mid for mid, sid in after.items() if sid == microphone} == {"1"}
    assert len(bo.session.member.ended) == 1
    assert set(after.values()) == {camera, microphone}


async def test_more_tracks_than_sections_are_asked_for(house: House) -> None:
    people = [await house.client().connect() for _ in range(4)]
    for one in people:
        await one.publish()
    bo = await house.client().connect()

    [wanted] = bo.all("media_sections_requirement")

    assert (wanted.num_audios, wanted.num_videos) == (1, 1)


async def test_whoever_takes_nothing_by_itself_gets_what_it_asks_for(house: House) -> None:
    _, bo, (camera, _) = await both(house, wants_all=False)
    assert not bo.all("media_sections_requirement")

    await bo.say(subscription=rtc.UpdateSubscription(track_sids=[camera, "TR_nobody"], subscribe=True))
    await bo.say(offer=offer("chromium_v1_joins", number=2))

    assert list(bo.all("answer")[-1].mid_to_track_id.values()) == [camera]
    [missing] = bo.all("subscription_response")
    assert (missing.track_sid, missing.err) == ("TR_nobody", models.SubscriptionError.SE_TRACK_NOTFOUND)


async def test_how_large_a_track_is_shown_reaches_its_downlink(house: House) -> None:
    _, bo, (camera, microphone) = await both(house)
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    downlinks = {d.publication.sid: d.downlink for d in bo.session.subscriptions.deliveries.values()}

    await bo.say(track_setting=rtc.UpdateTrackSettings(track_sids=[camera], width=300, height=170, fps=15, priority=2))
    await bo.say(track_setting=rtc.UpdateTrackSettings(track_sids=[microphone], disabled=True))

    wish = downlinks[camera].wishes[-1]
    assert (wish["is_paused"], wish["highest_rank"], wish["temporal"]) == (False, 0, 1)
    assert downlinks[microphone].wishes[-1]["is_paused"]


async def test_a_held_back_track_is_named_as_paused_and_again_after_a_resume(house: House) -> None:
    anna, bo, (camera, _) = await both(house)
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    downlink = next(d.downlink for d in bo.session.subscriptions.deliveries.values() if d.publication.sid == camera)

    bo.session.stream_paused(downlink, is_paused=True)
    await settle()
    first = bo.all("stream_state_update")
    await bo.join(is_resuming=True, participant_sid=bo.sid)

    for [state] in ([*one.stream_states] for one in (*first, *bo.all("stream_state_update"))):
        assert (state.participant_sid, state.track_sid, state.state) == (anna.sid, camera, rtc.StreamState.PAUSED)
    assert len(first) == len(bo.all("stream_state_update")) == 1


async def test_a_publisher_decides_who_receives_it_and_they_are_told(house: House) -> None:
    anna, bo, (camera, microphone) = await both(house)
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    bo.forget()
    only = rtc.TrackPermission(participant_identity=str(bo.grant.person_id), track_sids=[microphone])

    await anna.say(subscription_permission=rtc.SubscriptionPermission(track_permissions=[only]))
    await bo.say(offer=offer("chromium_v1_joins", number=3))

    [change] = bo.all("subscription_permission_update")
    assert (change.participant_sid, change.track_sid, change.allowed) == (anna.sid, camera, False)
    assert list(bo.all("answer")[-1].mid_to_track_id.values()) == [microphone]
    await bo.join(is_resuming=True, participant_sid=bo.sid)
    assert {one.track_sid: one.allowed for one in bo.all("subscription_permission_update")} == {
        camera: False,
        microphone: True,
    }


async def test_what_a_client_believes_it_chose_counts_after_a_resume(house: House) -> None:
    _, bo, (camera, microphone) = await both(house)
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    await bo.join(is_resuming=True, participant_sid=bo.sid)

    state = rtc.SyncState(
        subscription=rtc.UpdateSubscription(track_sids=[microphone], subscribe=False), track_sids_disabled=[camera]
    )
    await bo.say(sync_state=state)
    await bo.say(offer=offer("chromium_v1_joins", number=3, ufrag="anew"))

    assert list(bo.all("answer")[-1].mid_to_track_id.values()) == [camera]
    assert next(iter(bo.session.subscriptions.deliveries.values())).downlink.wishes[-1]["is_paused"]


async def test_a_client_of_two_connections_is_offered_one_thing_at_a_time(house: House) -> None:
    anna, bo, sids = await both(house, is_single=False, offer=None)
    [first] = bo.all("offer")
    assert "m=audio" not in first.sdp

    await bo.say(answer=answer_to(first))

    second = bo.all("offer")[-1]
    assert second.id == 2
    assert set(second.mid_to_track_id.values()) == set(sids)
    assert not bo.session.member.started
    await bo.say(answer=answer_to(second))
    assert len(bo.session.member.started) == 2
    await anna.say(leave=rtc.LeaveRequest())
    third = bo.all("offer")[-1]
    assert third.sdp.count("m=audio 0") == third.sdp.count("m=video 0") == 1
    assert not third.mid_to_track_id


async def test_a_place_given_up_is_used_again_under_a_new_name(house: House) -> None:
    anna, bo, _ = await both(house, is_single=False, offer=None)
    for _ in range(2):
        await bo.say(answer=answer_to(bo.all("offer")[-1]))
    before = read_offer(bo.all("offer")[-1].sdp)
    await anna.say(leave=rtc.LeaveRequest())
    await bo.say(answer=answer_to(bo.all("offer")[-1]))

    await (await house.client().connect()).publish()

    after = read_offer(bo.all("offer")[-1].sdp)
    assert len(after.sections) == len(before.sections) == 3
    assert not {section.mid for section in after.sections[1:]} & {section.mid for section in before.sections[1:]}


async def test_what_a_client_rejects_is_not_offered_again_until_it_asks(house: House) -> None:
    _, bo, (camera, microphone) = await both(house, is_single=False, offer=None)
    await bo.say(answer=answer_to(bo.all("offer")[-1]))

    await bo.say(answer=answer_to(bo.all("offer")[-1], rejecting="video"))
    await bo.say(answer=answer_to(bo.all("offer")[-1]))

    [refused] = bo.all("subscription_response")
    assert (refused.track_sid, refused.err) == (camera, models.SubscriptionError.SE_CODEC_UNSUPPORTED)
    assert list(bo.all("offer")[-1].mid_to_track_id.values()) == [microphone]
    await bo.say(subscription=rtc.UpdateSubscription(track_sids=[camera], subscribe=True))
    assert set(bo.all("offer")[-1].mid_to_track_id.values()) == {camera, microphone}


async def test_answers_to_nothing_and_to_older_offers_change_nothing(house: House) -> None:
    bo = await house.client().connect(is_single=False, offer=None)
    [first] = bo.all("offer")
    stale = rtc.SessionDescription(type="answer", sdp=first.sdp, id=99)

    await bo.say(answer=stale)
    assert not bo.session.member.answered
    await bo.say(answer=rtc.SessionDescription(type="answer", sdp=answer_to(first).sdp))
    await bo.say(answer=answer_to(first))

    assert len(bo.session.member.answered) == 1


async def test_a_client_that_never_answers_counts_as_stuck(house: House) -> None:
    bo = await house.client().connect(is_single=False, offer=None)
    began = bo.session.began_at

    assert not bo.session.connections.is_stuck(began + ANSWER_SECONDS - 1)
    assert bo.session.connections.is_stuck(began + ANSWER_SECONDS + 1)
    await bo.say(answer=answer_to(bo.all("offer")[0]))
    assert not bo.session.connections.is_stuck(began + ANSWER_SECONDS + 1)


async def test_the_publishers_connection_of_two_only_receives(house: House) -> None:
    anna, bo = await house.client().connect(is_single=False, offer=None), await house.client().connect()
    await anna.publish()

    [answer] = anna.all("answer")
    assert "a=recvonly" in answer.sdp
    assert "a=sendonly" not in answer.sdp
    assert bo.all("media_sections_requirement")


@pytest.mark.parametrize("is_single", [True, False])
async def test_unreadable_descriptions_end_the_conversation(house: House, is_single: bool) -> None:
    anna = await house.client().join(is_single=is_single)
    wrong = rtc.SessionDescription(sdp="v=0", id=1)

    await anna.say(**({"offer": wrong} if is_single else {"answer": wrong}))

    assert [one.reason for one in anna.all("leave")] == [models.DisconnectReason.STATE_MISMATCH]
