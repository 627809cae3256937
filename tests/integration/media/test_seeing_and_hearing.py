"""Unchanged LiveKit clients see and hear each other through our media server."""

import pytest
from livekit import rtc
from playwright.async_api import Browser

from tests.integration.media.browser_caller import energy_in, frames_in
from tests.integration.media.conftest import Visitors
from tests.integration.media.native_caller import COLOUR, LOUDEST, until
from tests.integration.media.server import MediaProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_python_clients_see_hear_and_write_to_each_other(media: MediaProcess, visitors: Visitors) -> None:
    anna, bo = await visitors.native(), await visitors.native()

    await anna.sees(30)
    await bo.sees(30)
    await anna.room.local_participant.publish_data(b"hej", reliable=True)
    await until(lambda: bo.messages)

    for caller in (anna, bo):
        await until(lambda caller=caller: (960, 540) in caller.sizes)  # once the way has shown its width
        assert all(abs(seen - sent) < 25 for seen, sent in zip(caller.mean_colour, COLOUR, strict=True))
        assert caller.loudest > LOUDEST / 2
    assert bo.messages == [(str(anna.person_id), b"hej")]
    await until(lambda: str(bo.person_id) in anna.speakers_heard)
    tally = await media.tally()
    assert tally["datagrams_failed"] == tally["packets_malformed"] == 0


async def test_a_browser_and_a_python_client_see_and_hear_each_other(
    visitors: Visitors, chromium_browser: Browser, page_address: str
) -> None:
    native = await visitors.native()
    [caller] = await visitors.in_browsers(chromium_browser, page_address, {})

    await native.sees(40)
    seen = await caller.sees(40)
    await caller.do("say('me', 'hej')")
    await until(lambda: native.messages)

    assert native.loudest > 1000
    assert energy_in(seen) > 0
    assert native.messages == [(str(caller.person_id), b"hej")]


async def test_two_browsers_see_and_hear_each_other_at_full_size_in_vp8_and_h264(
    visitors: Visitors, chromium_browser: Browser, page_address: str
) -> None:
    [anna, bo] = await visitors.in_browsers(
        chromium_browser, page_address, {"videoCodec": "vp8"}, {"videoCodec": "h264"}
    )

    for caller, other in ((anna, bo), (bo, anna)):
        await caller.sees(60)
        seen = await caller.finds(lambda seen: any(video["width"] == 960 for video in seen["video"]))
        assert energy_in(seen) > 0
        assert "lost" not in seen["qualities"]
        await caller.finds(lambda seen: str(other.person_id) in seen["speakers"])  # noqa: B023
    assert {video["codec"] for video in (await anna.look())["video"]} == {"video/H264"}
    assert {video["codec"] for video in (await bo.look())["video"]} == {"video/VP8"}
    assert (await anna.do("bandwidth('me')"))["available"] > 1_000_000


async def test_a_subscriber_gets_the_layer_it_asks_for_and_nothing_while_it_hides_the_picture(
    visitors: Visitors, chromium_browser: Browser, page_address: str
) -> None:
    await visitors.native()
    [caller] = await visitors.in_browsers(chromium_browser, page_address, {})

    for quality, width in ((0, 320), (2, 960), (1, 640)):
        await caller.do(f"prefer('me', {quality})")
        seen = await caller.finds(lambda seen: [video["width"] for video in seen["video"]] == [width])  # noqa: B023
    await caller.do("pause('me', true)")
    still = await caller.stands_still()
    await caller.do("pause('me', false)")
    await caller.sees(10)

    assert frames_in(still) >= frames_in(seen)
    assert seen["video"][0]["plis"] == 0
    assert seen["video"][0]["nacks"] == 0


async def test_a_muted_microphone_and_a_closed_camera_are_seen_by_the_other(
    visitors: Visitors, chromium_browser: Browser, page_address: str
) -> None:
    bo = await visitors.native(shows=False)
    [anna] = await visitors.in_browsers(chromium_browser, page_address, {})
    await bo.sees(5)

    await anna.do("mute('me', true)")
    await until(lambda: bo.muted_sources() == {rtc.TrackSource.SOURCE_MICROPHONE})
    await anna.do("camera('me', false)")
    await until(lambda: rtc.TrackSource.SOURCE_CAMERA in bo.muted_sources())
    await anna.do("mute('me', false)")
    await anna.do("camera('me', true)")

    await until(lambda: not bo.muted_sources())
    await bo.sees(5)


async def test_more_people_than_a_client_keeps_sections_for_are_all_heard_and_can_be_declined(
    visitors: Visitors,
) -> None:
    people = [await visitors.native(shows=False) for _ in range(5)]
    for person in people:
        await person.publish_sound()

    for person in people:
        await until(lambda: person.received() == 4)  # noqa: B023
    first, *_ = people
    declined = first.tracks_of_others()[:3]
    for publication in declined:
        publication.set_subscribed(False)
    await until(lambda: first.received() == 1)
    for publication in declined:
        publication.set_subscribed(True)
    await until(lambda: first.received() == 4)
