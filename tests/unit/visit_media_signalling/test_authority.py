"""What whoever has authority over a room changes in it, and how it arrives."""

from livekit.protocol import models, rtc

from tests.unit.visit_media_signalling.house import KEY, House, offer, settle
from visit_media.signalling.authority import Authority


async def test_a_track_that_was_turned_off_for_all_stays_off_over_a_resume_until_its_publisher_turns_it_on(
    house: House,
) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, _ = await anna.publish()
    publication = anna.session.participant.publications[camera]

    Authority(house.room).mute(anna.session, publication, is_muted=True)
    await settle()

    assert [(one.sid, one.muted) for one in anna.all("mute")] == [(camera, True)]
    assert {track.sid for track in bo.all("update")[-1].participants[0].tracks if track.muted} == {camera}
    await anna.join(is_resuming=True, participant_sid=anna.sid)
    assert [(one.sid, one.muted) for one in anna.all("mute")] == [(camera, True)]
    await anna.say(mute=rtc.MuteTrackRequest(sid=camera, muted=False))
    await anna.join(is_resuming=True, participant_sid=anna.sid)
    assert not anna.all("mute")


async def test_rights_that_are_taken_away_take_tracks_along_at_once_and_are_in_the_next_token(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, microphone = await anna.publish()
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    only_voice = models.ParticipantPermission(
        can_subscribe=True, can_publish=True, can_publish_data=True, can_publish_sources=[models.TrackSource.MICROPHONE]
    )

    Authority(house.room).permit(anna.session, only_voice)
    house.server._tick()
    await settle()

    assert [one.track_sid for one in anna.all("track_unpublished")] == [camera]
    assert [track.sid for track in bo.all("update")[-1].participants[0].tracks] == [microphone]
    assert len(bo.session.member.ended) == 1  # before the client has agreed to it
    assert anna.all("update")[-1].participants[0].permission == only_voice
    assert KEY.verify(anna.all("refresh_token")[-1]).sources == ("microphone",)


async def test_whoever_may_not_receive_any_longer_is_sent_nothing(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    await anna.publish()
    await bo.say(offer=offer("chromium_v1_joins", number=2))

    Authority(house.room).permit(bo.session, models.ParticipantPermission(can_publish=True))

    assert len(bo.session.member.ended) == 2


async def test_what_is_said_of_people_and_the_room_reaches_all(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    authority = Authority(house.room)

    assert authority.describe(anna.session, metadata="m", attributes={"k": "v"})
    assert not authority.describe(anna.session, metadata="x" * 20_000)
    assert authority.set_metadata("of the room")
    assert not authority.set_metadata("x" * 20_000)
    await settle()

    for client in (anna, bo):
        assert client.all("update")[-1].participants[0].metadata == "m"
        assert client.all("room_update")[-1].room.metadata == "of the room"


async def test_a_packet_of_the_server_reaches_those_it_is_for(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    packet = models.DataPacket(user=models.UserPacket(payload=b"x"), kind=models.DataPacket.Kind.LOSSY)

    Authority(house.room).send(packet, [str(bo.grant.person_id)])

    assert [label for label, _ in bo.session.member.subscriber.sent] == ["_lossy"]
    assert not anna.session.member.subscriber.sent


async def test_a_track_that_is_given_or_taken_by_authority_comes_or_goes(house: House) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, microphone = await anna.publish()
    await bo.say(offer=offer("chromium_v1_joins", number=2))

    Authority(house.room).subscribe(bo.session, [camera], is_wanted=False)
    await bo.say(offer=offer("chromium_v1_joins", number=3))

    assert list(bo.all("answer")[-1].mid_to_track_id.values()) == [microphone]
