"""PyPI livekit-api finds everything it knows of RoomService, on the loopback."""

from typing import Any
from uuid import uuid4

import pytest
from livekit import api
from livekit.protocol import models

from tests.unit.visit_media_signalling.house import House, settle
from visit_media.signalling.rooms import MOST_PARTICIPANTS


async def test_a_room_can_be_made_listed_described_and_deleted_before_anybody_came(
    house: House, livekit: api.LiveKitAPI
) -> None:
    name = str(house.visit_id)

    made = await livekit.room.create_room(api.CreateRoomRequest(name=name, metadata="a", max_participants=900))
    again = await livekit.room.create_room(api.CreateRoomRequest(name=name, empty_timeout=7))
    changed = await livekit.room.update_room_metadata(api.UpdateRoomMetadataRequest(room=name, metadata="b"))
    listed = await livekit.room.list_rooms(api.ListRoomsRequest())
    others = await livekit.room.list_rooms(api.ListRoomsRequest(names=[str(uuid4())]))
    await livekit.room.delete_room(api.DeleteRoomRequest(room=name))

    assert (made.sid[:3], made.name, made.metadata, made.empty_timeout) == ("RM_", name, "a", 300)
    assert made.max_participants == MOST_PARTICIPANTS
    assert (again.sid, again.empty_timeout, again.metadata) == (made.sid, 7, "a")
    assert changed.metadata == "b"
    assert [info.name for info in listed.rooms] == [name]
    assert not others.rooms
    assert not (await livekit.room.list_rooms(api.ListRoomsRequest())).rooms


async def test_those_in_a_room_are_listed_by_id(house: House, livekit: api.LiveKitAPI) -> None:
    anna = await house.client().connect()
    sids = await anna.publish()
    name, identity = str(house.visit_id), str(anna.grant.person_id)

    everybody = await livekit.room.list_participants(api.ListParticipantsRequest(room=name))
    one = await livekit.room.get_participant(api.RoomParticipantIdentity(room=name, identity=identity))

    assert [info.identity for info in everybody.participants] == [identity]
    assert {track.sid for track in one.tracks} == set(sids)
    assert one.state == models.ParticipantInfo.State.ACTIVE
    assert not one.name


async def test_deleting_a_room_sends_everybody_out(house: House, livekit: api.LiveKitAPI) -> None:
    anna = await house.client().connect()

    await livekit.room.delete_room(api.DeleteRoomRequest(room=str(house.visit_id)))
    await settle()

    assert anna.all("leave")[-1].reason == models.DisconnectReason.ROOM_DELETED
    assert house.visit_id not in house.server.rooms


async def test_whoever_is_removed_cannot_come_back_with_the_same_token_but_with_a_new_one(
    house: House, livekit: api.LiveKitAPI
) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    name = str(house.visit_id)

    await livekit.room.remove_participant(
        api.RoomParticipantIdentity(room=name, identity=str(anna.grant.person_id)),
    )
    await settle()
    removed = anna.all("leave")[-1]
    await anna.join()
    refused = anna.names()
    anna.grant.claims["nbf"] = 32_503_680_000  # given out later
    await anna.join()

    assert removed.reason == models.DisconnectReason.PARTICIPANT_REMOVED
    assert refused == ["leave"]
    assert anna.names()[0] == "join"
    assert not bo.all("leave")


async def test_who_holds_a_token_but_has_not_come_is_kept_out_too(house: House, livekit: api.LiveKitAPI) -> None:
    anna = house.client()

    with pytest.raises(api.ServerError) as refused:
        await livekit.room.remove_participant(
            api.RoomParticipantIdentity(room=str(house.visit_id), identity=str(anna.grant.person_id))
        )
    await anna.join()

    assert (refused.value.code, refused.value.status) == ("not_found", 404)
    assert anna.names() == ["leave"]


async def test_a_track_is_turned_off_for_all_but_never_turned_on_from_afar(
    house: House, livekit: api.LiveKitAPI
) -> None:
    anna = await house.client().connect()
    camera, _ = await anna.publish()
    asked: dict[str, Any] = {"room": str(house.visit_id), "identity": str(anna.grant.person_id), "track_sid": camera}

    muted = await livekit.room.mute_published_track(api.MuteRoomTrackRequest(**asked, muted=True))
    await settle()
    with pytest.raises(api.ServerError) as refused:
        await livekit.room.mute_published_track(api.MuteRoomTrackRequest(**asked, muted=False))
    with pytest.raises(api.ServerError) as unknown:
        await livekit.room.mute_published_track(api.MuteRoomTrackRequest(**asked | {"track_sid": "TR_1"}, muted=True))

    assert (muted.track.sid, muted.track.muted) == (camera, True)
    assert [(one.sid, one.muted) for one in anna.all("mute")] == [(camera, True)]
    assert (refused.value.code, refused.value.status) == ("failed_precondition", 412)
    assert unknown.value.code == "not_found"


async def test_rights_and_what_is_said_of_somebody_change_while_they_are_here(
    house: House, livekit: api.LiveKitAPI
) -> None:
    anna = await house.client().connect()
    asked: dict[str, Any] = {"room": str(house.visit_id), "identity": str(anna.grant.person_id)}
    only_looking = models.ParticipantPermission(can_subscribe=True)

    said = await livekit.room.update_participant(
        api.UpdateParticipantRequest(**asked, metadata="m", attributes={"a": "1"}, permission=only_looking)
    )
    with pytest.raises(api.ServerError) as refused:
        await livekit.room.update_participant(api.UpdateParticipantRequest(**asked, metadata="m" * 20_000))

    assert (said.metadata, dict(said.attributes), said.permission.can_publish) == ("m", {"a": "1"}, False)
    assert not anna.session.participant.grant.can_publish
    assert refused.value.code == "invalid_argument"


async def test_tracks_are_taken_from_somebody_and_given_back(house: House, livekit: api.LiveKitAPI) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, _ = await anna.publish()
    await bo.connect()
    asked: dict[str, Any] = {"room": str(house.visit_id), "identity": str(bo.grant.person_id)}

    await livekit.room.update_subscriptions(
        api.UpdateSubscriptionsRequest(**asked, track_sids=[camera, "TR_none"], subscribe=True)
    )
    await livekit.room.update_subscriptions(
        api.UpdateSubscriptionsRequest(
            **asked, participant_tracks=[models.ParticipantTracks(track_sids=[camera])], subscribe=False
        )
    )
    await settle()

    assert [one.track_sid for one in bo.all("subscription_response")] == ["TR_none"]


async def test_data_reaches_all_those_named_by_identity_or_by_sid_and_nobody_else(
    house: House, livekit: api.LiveKitAPI
) -> None:
    anna, bo = await house.client().connect(), await house.client().connect()
    name = str(house.visit_id)

    async def send(data: bytes, **to: list[str]) -> None:
        await livekit.room.send_data(api.SendDataRequest(room=name, data=data, topic="t", **to))  # type: ignore[arg-type]

    await send(b"all")
    await send(b"bo", destination_identities=[str(bo.grant.person_id)])
    await send(b"anna", destination_sids=[anna.sid])
    await send(b"nobody", destination_sids=["PA_gone"])

    heard = [[packet.user.payload for packet in each.session.member.subscriber.packets()] for each in (anna, bo)]
    assert heard == [[b"all", b"anna"], [b"all", b"bo"]]


async def test_what_is_not_there_is_not_found(house: House, livekit: api.LiveKitAPI) -> None:
    for name in ("a room", str(uuid4()), str(house.visit_id).upper()):
        with pytest.raises(api.ServerError) as refused:
            await livekit.room.list_participants(api.ListParticipantsRequest(room=name))
        assert refused.value.code == "not_found"


async def test_a_visit_that_is_over_gets_no_room_and_other_names_neither(house: House, livekit: api.LiveKitAPI) -> None:
    house.server.close_room(house.visit_id, "ended")

    with pytest.raises(api.ServerError) as over:
        await livekit.room.create_room(api.CreateRoomRequest(name=str(house.visit_id)))
    with pytest.raises(api.ServerError) as unnamed:
        await livekit.room.create_room(api.CreateRoomRequest(name="lobby"))

    assert (over.value.code, unnamed.value.code) == ("failed_precondition", "invalid_argument")


async def test_a_room_that_was_made_stays_for_as_long_as_it_was_asked_to(
    house: House, livekit: api.LiveKitAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    await livekit.room.create_room(api.CreateRoomRequest(name=str(house.visit_id), empty_timeout=60))
    room = house.room

    house.server._tick()

    assert house.visit_id in house.server.rooms
    monkeypatch.setattr("visit_media.signalling.server.time.time", lambda: room.state._emptied_at + 61)
    house.server._tick()
    assert house.visit_id not in house.server.rooms
