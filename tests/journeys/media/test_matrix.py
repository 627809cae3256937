"""The matrix of media: every capability with unchanged clients of LiveKit, in both forms of the protocol, both ways."""

from typing import Any

import pytest
from livekit import rtc

from tests.integration.media.browser_caller import energy_in
from tests.integration.media.native_caller import COLOUR, until
from tests.journeys.media.conftest import Pair

pytestmark = pytest.mark.asyncio(loop_scope="session")
BROKEN = {"what is said breaks": {"break_line": True}, "the network is another": {"cut": True}}
CAMERA, MICROPHONE = rtc.TrackSource.SOURCE_CAMERA, rtc.TrackSource.SOURCE_MICROPHONE
REMOTE = "[...callers.me.room.remoteParticipants.values()][0]"
LOCAL = "callers.me.room.localParticipant"


def is_muted(seen: dict[str, Any], source: str) -> bool:
    return any(source in other["muted"] for other in seen["others"])


async def test_both_see_and_hear_each_other(pair: Pair) -> None:
    await pair.native.sees(20)
    seen = await pair.browser.sees(20)

    await until(lambda: any(width >= 640 for width, _ in pair.native.sizes))
    assert pair.native.loudest > 1000
    await pair.browser.finds(lambda seen: energy_in(seen) > 0)
    assert len(seen["video"]) == len(seen["audio"]) == 1
    colour = await pair.browser.do("colour('me')")
    assert all(abs(now - sent) < 30 for now, sent in zip(colour, COLOUR, strict=True))


async def test_who_speaks_is_told(pair: Pair) -> None:
    await until(lambda: str(pair.browser.person_id) in pair.native.speakers_heard)
    await pair.browser.finds(lambda seen: str(pair.native.person_id) in seen["speakers"])


async def test_how_good_the_connection_is_is_told_and_never_as_lost(pair: Pair) -> None:
    await pair.browser.finds(lambda seen: seen["qualities"])
    await until(lambda: pair.native.qualities)

    assert "lost" not in (await pair.browser.look())["qualities"]
    assert rtc.ConnectionQuality.QUALITY_LOST not in pair.native.qualities


async def test_whoever_mutes_itself_is_shown_muted_and_comes_back(pair: Pair) -> None:
    await pair.browser.do("mute('me', true)")
    await until(lambda: pair.publication(MICROPHONE).muted)
    await pair.browser.do("mute('me', false)")
    await until(lambda: not pair.publication(MICROPHONE).muted)

    [mine] = [one for one in pair.native.room.local_participant.track_publications.values() if one.source == MICROPHONE]
    assert isinstance(mine.track, rtc.LocalAudioTrack)
    mine.track.mute()
    await pair.browser.finds(lambda seen: is_muted(seen, "microphone"))
    mine.track.unmute()
    await pair.browser.finds(lambda seen: not is_muted(seen, "microphone"))


async def test_the_server_mutes_and_everybody_knows(pair: Pair) -> None:
    await pair.order(pair.browser, mute=MICROPHONE, is_muted=True)
    await until(lambda: pair.publication(MICROPHONE).muted)
    await pair.browser.finds(lambda seen: seen["mine"]["microphone"]["muted"])
    await pair.browser.do("mute('me', false)")
    await until(lambda: not pair.publication(MICROPHONE).muted)

    await pair.order(pair.native, mute=MICROPHONE, is_muted=True)
    await pair.browser.finds(lambda seen: is_muted(seen, "microphone"))
    [mine] = [one for one in pair.native.room.local_participant.track_publications.values() if one.source == MICROPHONE]
    await until(lambda: mine.muted)
    assert isinstance(mine.track, rtc.LocalAudioTrack)
    mine.track.unmute()
    await pair.browser.finds(lambda seen: not is_muted(seen, "microphone"))


async def test_a_track_that_is_declined_stops_and_comes_back_when_it_is_wanted(pair: Pair) -> None:
    camera = pair.publication(CAMERA)
    camera.set_subscribed(False)
    await until(lambda: pair.native.received() == 1)
    camera.set_subscribed(True)
    await until(lambda: pair.native.received() == 2)
    await pair.native.sees(5)

    await pair.browser.do(f"{REMOTE}.videoTrackPublications.forEach((one) => one.setSubscribed(false))")
    await pair.browser.finds(lambda seen: not seen["video"])
    await pair.browser.do(f"{REMOTE}.videoTrackPublications.forEach((one) => one.setSubscribed(true))")
    await pair.browser.finds(lambda seen: seen["video"] and seen["video"][0]["frames"] > 5)


async def test_the_layer_that_is_asked_for_comes_and_nothing_while_the_picture_is_hidden(pair: Pair) -> None:
    for quality, width in ((0, 320), (2, 960), (1, 640)):
        await pair.browser.do(f"prefer('me', {quality})")
        await pair.browser.finds(lambda seen: [video["width"] for video in seen["video"]] == [width])  # noqa: B023
    await pair.browser.do("pause('me', true)")
    await pair.browser.stands_still()
    await pair.browser.do("pause('me', false)")
    await pair.browser.sees(5)

    pair.native.sizes.clear()
    pair.publication(CAMERA).set_video_quality(rtc.VideoQuality.VIDEO_QUALITY_LOW)
    await until(lambda: (320, 180) in pair.native.sizes)
    pair.publication(CAMERA).set_video_quality(rtc.VideoQuality.VIDEO_QUALITY_HIGH)
    await until(lambda: (960, 540) in pair.native.sizes)


async def test_words_reach_the_other_reliably_or_not_and_only_those_they_are_for(pair: Pair) -> None:
    pair.native.messages.clear()
    await pair.browser.do("callers.me.messages.length = 0")
    nobody = "00000000-0000-0000-0000-000000000000"

    for reliable in ("true", "false"):
        await pair.browser.do(
            f"{LOCAL}.publishData(new TextEncoder().encode('for nobody'), {{destinationIdentities: ['{nobody}']}})"
        )
        await pair.browser.do(f"{LOCAL}.publishData(new TextEncoder().encode('{reliable}'), {{reliable: {reliable}}})")
    for reliable in (True, False):
        await pair.native.room.local_participant.publish_data(b"no", destination_identities=[nobody])
        to = [str(pair.browser.person_id)]
        await pair.native.room.local_participant.publish_data(
            str(reliable), reliable=reliable, destination_identities=to
        )

    await until(lambda: len(pair.native.messages) == 2)
    assert {text for _, text in pair.native.messages} == {b"true", b"false"}
    assert {sender for sender, _ in pair.native.messages} == {str(pair.browser.person_id)}
    seen = await pair.browser.finds(lambda seen: len(seen["messages"]) == 2)
    assert {text for _, text in seen["messages"]} == {"True", "False"}


async def test_calls_streams_and_chat_pass_between_clients(pair: Pair) -> None:
    async def echo(call: rtc.RpcInvocationData) -> str:
        return call.payload.upper()

    texts: list[str] = []

    def read(reader: rtc.TextStreamReader, _: str) -> None:
        async def gather() -> None:
            texts.append(await reader.read_all())

        pair.native._start(gather())

    pair.native.room.local_participant.register_rpc_method("shout", echo)
    pair.native.room.register_text_stream_handler("notes", read)
    native, browser = str(pair.native.person_id), str(pair.browser.person_id)
    await pair.browser.do("answerCalls('me')")

    shouted = await pair.browser.do(
        f"{LOCAL}.performRpc({{destinationIdentity: '{native}', method: 'shout', payload: 'hej'}})"
    )
    whispered = await pair.native.room.local_participant.perform_rpc(
        destination_identity=browser, method="whisper", payload="HEJ"
    )
    await pair.browser.do(f"{LOCAL}.sendText('n'.repeat(40000), {{topic: 'notes'}})")
    await pair.browser.do(f"{LOCAL}.sendChatMessage('chat')")
    await pair.native.room.local_participant.send_text("m" * 40_000, topic="notes")

    assert (shouted, whispered) == ("HEJ", "hej")
    await until(lambda: texts == ["n" * 40_000])
    await pair.browser.finds(lambda seen: "m" * 40_000 in seen["texts"])


async def test_what_is_said_of_people_and_room_changes_live(pair: Pair) -> None:
    other = pair.native.room.remote_participants[str(pair.browser.person_id)]

    await pair.browser.do(f"{LOCAL}.setAttributes({{hand: 'up'}})")
    await pair.browser.do(f"{LOCAL}.setMetadata('about me')")
    await until(lambda: other.attributes.get("hand") == "up" and other.metadata == "about me")
    await pair.native.room.local_participant.set_attributes({"hand": "down"})
    await pair.browser.finds(lambda seen: seen["others"][0]["attributes"] == {"hand": "down"})
    await pair.order(pair.native, describe={"metadata": "by the server"})
    await pair.browser.finds(lambda seen: seen["others"][0]["metadata"] == "by the server")
    await pair.order(pair.native, room_metadata="of the room")
    await pair.browser.finds(lambda seen: seen["metadata"] == "of the room")
    await until(lambda: pair.native.room.metadata == "of the room")


async def test_a_publisher_decides_who_receives_its_tracks(pair: Pair) -> None:
    await pair.browser.do(f"{LOCAL}.setTrackSubscriptionPermissions(false, [])")
    await pair.native.stands_still()
    await pair.browser.do(f"{LOCAL}.setTrackSubscriptionPermissions(true)")
    await pair.native.sees(5)

    me = pair.native.room.local_participant
    me.set_track_subscription_permissions(allow_all_participants=False)
    await pair.browser.finds(lambda seen: not seen["video"] and not seen["audio"])
    me.set_track_subscription_permissions(allow_all_participants=True)
    await pair.browser.finds(lambda seen: seen["video"] and seen["audio"])


async def test_a_screen_and_its_sound_are_shared(pair: Pair) -> None:
    screen, sound = rtc.TrackSource.SOURCE_SCREENSHARE, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO
    await pair.browser.do("shareScreen('me')")
    await until(lambda: {screen, sound} <= {one.source for one in pair.native.tracks_of_others() if one.track})
    await pair.browser.do("unshareScreen('me')")
    await until(lambda: len(pair.native.tracks_of_others()) == 2)


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_broken_line_is_resumed_without_anybody_leaving(pair: Pair, broken: str) -> None:
    before = len(pair.media.said)
    for caller in (pair.browser, pair.native):
        resumes, reconnections = (await pair.browser.look())["resumes"], pair.native.reconnections
        await pair.order(caller, **BROKEN[broken])
        if caller is pair.browser:
            await pair.browser.finds(lambda seen: seen["resumes"] > resumes and seen["state"] == "connected")  # noqa: B023
        else:
            await until(lambda: pair.native.reconnections > reconnections)  # noqa: B023

        await pair.native.sees(10)
        await pair.browser.sees(10)
        await pair.native.room.local_participant.publish_data(b"after")
        await pair.browser.finds(lambda seen: [str(pair.native.person_id), "after"] in seen["messages"])
        await pair.browser.do("callers.me.messages.length = 0")

    people = {str(pair.browser.person_id), str(pair.native.person_id)}
    assert not [line for line in pair.media.said[before:] if line.get("left") in people]


async def test_what_happened_while_the_line_was_broken_is_made_up_for(pair: Pair) -> None:
    await pair.browser.do("say('me', 'before')")  # a first message may need an offer, which a browser does not resume
    await until(lambda: (str(pair.browser.person_id), b"before") in pair.native.messages)
    pair.native.messages.clear()
    resumes = (await pair.browser.look())["resumes"]
    await pair.order(pair.browser, break_line=True)
    for number in range(5):
        await pair.native.room.local_participant.publish_data(f"{number}")
        await pair.browser.do(f"say('me', '{number}')")
    await pair.native.room.local_participant.set_attributes({"hand": "meanwhile"})

    await pair.browser.finds(lambda seen: seen["resumes"] > resumes and seen["state"] == "connected")

    await pair.browser.finds(lambda seen: [text for _, text in seen["messages"]][-5:] == list("01234"))
    await pair.browser.finds(lambda seen: seen["others"][0]["attributes"] == {"hand": "meanwhile"})
    await until(lambda: [text.decode() for _, text in pair.native.messages] == list("01234"))


async def test_a_client_that_begins_anew_is_soon_seen_and_heard_again(pair: Pair) -> None:
    await pair.browser.do("callers.me.room.simulateScenario('full-reconnect')")
    await pair.browser.finds(lambda seen: seen["restarts"] == 1 and seen["state"] == "connected")
    await pair.native.sees(10)
    await pair.browser.finds(lambda seen: seen["video"] and seen["video"][0]["frames"] > 10)

    await pair.order(pair.native, end="MISMATCHED")
    await pair.media.hears(lambda said: sum(line.get("joined") == str(pair.native.person_id) for line in said) == 2)
    await pair.browser.finds(lambda seen: seen["video"] and seen["video"][0]["frames"] > 10)
    await pair.native.sees(10)


async def test_rights_change_live_and_take_tracks_along(pair: Pair) -> None:
    quiet = {"can_subscribe": True, "can_publish": False, "can_publish_data": False, "can_update_metadata": True}
    await pair.order(pair.native, permit=quiet)
    await pair.browser.finds(lambda seen: not seen["video"] and not seen["audio"])
    await until(lambda: not pair.native.room.local_participant.permissions.can_publish)
    await pair.order(pair.native, permit={**quiet, "can_publish": True, "can_publish_data": True})
    await until(lambda: pair.native.room.local_participant.permissions.can_publish)
    await pair.native.publish()
    await pair.browser.finds(lambda seen: seen["video"] and seen["audio"])
