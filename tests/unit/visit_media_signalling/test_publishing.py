"""What a participant announces, changes and takes away, as it and the others hear of it."""

from typing import Any

from livekit.protocol import models, rtc

from tests.unit.visit_media_signalling.house import CAMERA_CID, House, offer, settle
from visit_media.signalling.rooms import MOST_PUBLICATIONS

Reasons = rtc.RequestResponse.Reason


async def test_an_announced_track_is_confirmed_and_shown_once_it_is_offered(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    bo.forget()

    camera, microphone = await anna.publish()

    assert {one.cid for one in anna.all("track_published")} >= {CAMERA_CID}
    tracks = {track.sid: track for track in bo.all("update")[-1].participants[0].tracks}
    assert set(tracks) == {camera, microphone}
    assert tracks[camera].simulcast
    assert [layer.rid for layer in tracks[camera].layers] == ["q", "h", "f"]
    assert bo.all("media_sections_requirement")


async def test_a_track_that_is_offered_no_longer_is_gone_for_all(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    sids = await anna.publish()
    bo.forget()

    await anna.say(offer=offer("chromium_v1_joins", number=3))

    assert {one.track_sid for one in anna.all("track_unpublished")} == set(sids)
    assert not bo.all("update")[-1].participants[0].tracks


async def test_muting_is_told_to_the_others_and_only_when_it_changes_something(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, _ = await anna.publish()
    bo.forget()

    await anna.say(mute=rtc.MuteTrackRequest(sid=camera, muted=True))
    await anna.say(mute=rtc.MuteTrackRequest(sid=camera, muted=True))

    [update] = bo.all("update")
    assert {track.sid for track in update.participants[0].tracks if track.muted} == {camera}


async def test_what_a_participant_may_not_publish_is_refused_with_a_reason(house: House) -> None:
    nobody = await house.client(can_publish=False).connect()
    singer = await house.client(sources=("microphone",)).connect()
    camera = rtc.AddTrackRequest(cid="c", type=models.TrackType.VIDEO, source=models.TrackSource.CAMERA)
    microphone = rtc.AddTrackRequest(cid="m", source=models.TrackSource.MICROPHONE)

    for client in (nobody, singer):
        await client.say(add_track=camera)
        await client.say(add_track=microphone)

    assert [one.reason for one in nobody.all("request_response")] == [Reasons.NOT_ALLOWED, Reasons.NOT_ALLOWED]
    [refused] = singer.all("request_response")
    assert (refused.reason, refused.add_track.cid) == (Reasons.NOT_ALLOWED, "c")
    assert [one.cid for one in singer.all("track_published")] == ["m"]


async def test_there_is_a_limit_to_tracks_and_asking_twice_is_no_second_track(house: House) -> None:
    anna = await house.client().connect()

    for number in (*range(MOST_PUBLICATIONS + 1), 0):
        await anna.say(add_track=rtc.AddTrackRequest(cid=f"c{number}"))

    [refused] = anna.all("request_response")
    assert refused.reason == Reasons.LIMIT_EXCEEDED
    first, again = [one.track.sid for one in anna.all("track_published") if one.cid == "c0"]
    assert first == again


async def test_participants_change_what_is_said_of_them_if_they_may(house: House) -> None:
    anna = await house.client(can_update_own_metadata=True).connect()
    bo = await house.client().connect()
    wish = rtc.UpdateParticipantMetadata(metadata="m", attributes={"hand": "up"}, request_id=4)

    await anna.say(update_metadata=wish)
    await bo.say(update_metadata=wish)
    await anna.say(update_metadata=rtc.UpdateParticipantMetadata(metadata="x" * 20_000, request_id=5))

    assert [(one.request_id, one.reason) for one in anna.all("request_response")] == [
        (4, Reasons.OK),
        (5, Reasons.LIMIT_EXCEEDED),
    ]
    assert [one.reason for one in bo.all("request_response")] == [Reasons.NOT_ALLOWED]
    assert dict(bo.all("update")[-1].participants[0].attributes) == {"hand": "up"}
    assert anna.all("update")[-1].participants[0].metadata == "m"


async def test_features_and_size_of_a_track_are_shown_when_they_change(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, microphone = await anna.publish()
    feature = models.AudioTrackFeature.TF_NOISE_SUPPRESSION

    await anna.say(update_audio_track=rtc.UpdateLocalAudioTrack(track_sid=microphone, features=[feature]))
    await anna.say(update_video_track=rtc.UpdateLocalVideoTrack(track_sid=camera, width=100, height=50))

    tracks = {track.sid: track for track in bo.all("update")[-1].participants[0].tracks}
    assert list(tracks[microphone].audio_features) == [feature]
    assert (tracks[camera].width, tracks[camera].height) == (100, 50)


async def test_a_track_announced_before_the_line_broke_is_confirmed_on_the_next_one(house: House) -> None:
    anna = await house.client().connect()
    await anna.say(add_track=rtc.AddTrackRequest(cid="c"))

    await anna.join(is_resuming=True, participant_sid=anna.sid)

    assert [one.cid for one in anna.all("track_published")] == ["c"]


async def test_pings_are_answered_and_unknown_wishes_let_by(house: House) -> None:
    anna = await house.client().connect()
    anna.forget()

    await anna.say(ping=5)
    await anna.say(ping_req=rtc.Ping(timestamp=6))
    await anna.say(trickle=rtc.TrickleRequest(candidateInit="{}"))
    await anna.say(simulate=rtc.SimulateScenario(speaker_update=3))
    await anna.say(publish_data_track_request=rtc.PublishDataTrackRequest(name="d"))

    assert anna.names() == ["pong", "pong", "pong_resp", "request_response"]
    assert anna.all("pong_resp")[0].last_ping_timestamp == 6
    assert anna.all("request_response")[0].reason == Reasons.UNSUPPORTED_TYPE


async def test_a_layer_nobody_looks_at_is_called_off_after_a_while_and_called_back_at_once(house: House) -> None:
    anna = await house.client().connect()
    camera, _ = await anna.publish()
    uplink: Any = next(one for one in anna.session.member.ingress.uplinks.values() if one.kind == "video")
    anna.forget()

    for wanted, now in ((0, 100.0), (0, 104.0), (0, 106.0), (-1, 107.0), (1, 108.0)):
        uplink.wanted_rank = wanted
        house.room.tell_interest(now)
    await settle()

    told = [
        [quality.enabled for quality in update.subscribed_codecs[0].qualities]
        for update in anna.all("subscribed_quality_update")
    ]
    assert told == [[True, False, False], [True, True, False]]
    assert anna.all("subscribed_quality_update")[0].track_sid == camera
    assert anna.all("subscribed_quality_update")[0].subscribed_codecs[0].codec == "vp8"
