"""A whole media server in this process, commanded by PyPI livekit-api while somebody takes part with PyPI livekit."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from livekit import api, rtc

from tests.integration.media.media_process import OpenDoor
from tests.integration.media.native_caller import NativeCaller, until
from tests.unit.visit_media_room_service.webhook_ear import Ear
from tests.unit.visit_media_signalling.house import KEY, FakeAttendance
from visit_media.media import Media, build, carry
from visit_media.signalling.tokens import issue
from visit_media.wiring import ApiSettings, MediaSettings

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def ear() -> AsyncIterator[Ear]:
    built = Ear()
    yield built
    await built.close()


@pytest_asyncio.fixture(loop_scope="session")
async def attendance() -> FakeAttendance:
    return FakeAttendance()


@pytest_asyncio.fixture(loop_scope="session")
async def media(ear: Ear, attendance: FakeAttendance) -> AsyncIterator[Media]:
    settings = MediaSettings(
        host="127.0.0.1",
        ws_port=0,
        udp_port=0,
        announced_addresses=("127.0.0.1",),
        api_key=KEY.name,
        api_secret=KEY.secret,
        api=ApiSettings("127.0.0.1", 0),
        webhook_urls=(await ear.open(),),
    )
    built = build(settings, OpenDoor(), attendance)
    await built.open()
    yield built
    await built.close()


async def shown(media: Media, visit_id: UUID) -> dict[str, Any]:
    """What an operator sees of the one who is in the room."""
    view: Any = carry(media, None).view(f"/rooms/{visit_id}")  # type: ignore[arg-type]
    return dict(view["participants"][0])


async def test_somebody_is_seen_muted_and_removed_and_their_token_is_dead(
    media: Media, ear: Ear, attendance: FakeAttendance, visit_id: UUID
) -> None:
    anna, url = NativeCaller(), f"ws://127.0.0.1:{media.door.port}"
    token = issue(KEY, visit_id=visit_id, person_id=anna.person_id, visit_version=1, staff=False)
    room, identity = str(visit_id), str(anna.person_id)
    await anna.join(url, token)
    await anna.publish_sound()
    await ear.after(3)

    async with api.LiveKitAPI(f"http://127.0.0.1:{media.api.port}", KEY.name, KEY.secret) as livekit:
        [info] = (await livekit.room.list_participants(api.ListParticipantsRequest(room=room))).participants
        sid = info.tracks[0].sid
        order = api.MuteRoomTrackRequest(room=room, identity=identity, track_sid=sid, muted=True)
        muted = await livekit.room.mute_published_track(order)
        inside = await shown(media, visit_id)
        await livekit.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))

    await until(lambda: anna.ended_because is not None)
    assert anna.ended_because == rtc.DisconnectReason.PARTICIPANT_REMOVED
    assert muted.track.muted
    assert inside["paths"][0]["protocol"] == "udp"
    assert [len(stream["layers"]) for stream in inside["streams"].values()] == [1]
    with pytest.raises(rtc.ConnectError):
        await NativeCaller(anna.person_id).join(url, token)
    assert await ear.after(6) == [
        "room_started",
        "participant_joined",
        "track_published",
        "track_unpublished",
        "participant_left",
        "room_finished",
    ]
    await until(lambda: attendance.said == ["joined", "removed"])
    assert attendance.qualities[0].resumes == 0
    await asyncio.wait_for(anna.leave(), 10)
