"""Unchanged LiveKit clients at full size and in numbers; what each capability does is in tests/journeys/media."""

import pytest
from playwright.async_api import Browser

from tests.integration.media.browser_caller import energy_in
from tests.integration.media.conftest import Visitors
from tests.integration.media.native_caller import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


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
