"""The matrix of media: how much of a picture is sent, by what is on screen and what the other can decode."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from livekit import rtc
from playwright.async_api import Browser

from tests.integration.media.browser_caller import BrowserCaller, energy_in, open_page
from tests.integration.media.native_caller import NativeCaller, until
from tests.integration.media.server import MediaProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")
LOW, HIGH = rtc.VideoQuality.VIDEO_QUALITY_LOW, rtc.VideoQuality.VIDEO_QUALITY_HIGH


@pytest.fixture
def visit_id() -> UUID:
    return uuid4()


@pytest_asyncio.fixture(loop_scope="session")
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as entered:
        yield entered


async def in_browser(
    media: MediaProcess, visit_id: UUID, browser: Browser, address: str, stack: AsyncExitStack, **options: Any
) -> BrowserCaller:
    caller = BrowserCaller(await open_page(browser, address))
    stack.push_async_callback(caller.page.context.close)
    await caller.join(media.url, media.token(visit_id, caller.person_id), **options)
    return caller


async def in_python(media: MediaProcess, visit_id: UUID, stack: AsyncExitStack, **options: Any) -> NativeCaller:
    caller = NativeCaller()
    stack.push_async_callback(caller.leave)
    await caller.join(media.url, media.token(visit_id, caller.person_id), **options)
    return caller


def layers_sent(bandwidth: dict[str, Any]) -> set[str]:
    return {rid for rid, sent in bandwidth.items() if isinstance(sent, dict) and sent["active"]}


async def test_layers_nobody_looks_at_are_not_encoded(
    media: MediaProcess,
    visit_id: UUID,
    chromium_browser: Browser,
    page_address: str,
    stack: AsyncExitStack,
    is_single: bool,
) -> None:
    anna = await in_browser(
        media, visit_id, chromium_browser, page_address, stack, dynacast=True, singlePeerConnection=is_single
    )
    bo = await in_python(media, visit_id, stack, single_peer_connection=is_single)
    await anna.publish()
    await bo.sees(5)
    [camera] = [one for one in bo.tracks_of_others() if one.kind == rtc.TrackKind.KIND_VIDEO]

    camera.set_video_quality(LOW)
    await anna.sends(lambda bandwidth: layers_sent(bandwidth) == {"q"})
    camera.set_video_quality(HIGH)
    await anna.sends(lambda bandwidth: layers_sent(bandwidth) == {"q", "h", "f"})
    await bo.sees(5)


async def test_a_picture_is_sent_as_large_as_it_is_shown_and_not_at_all_when_it_is_not_shown(
    media: MediaProcess,
    visit_id: UUID,
    chromium_browser: Browser,
    page_address: str,
    stack: AsyncExitStack,
    is_single: bool,
) -> None:
    bo = await in_python(media, visit_id, stack)
    await bo.publish()
    anna = await in_browser(
        media, visit_id, chromium_browser, page_address, stack, adaptiveStream=True, singlePeerConnection=is_single
    )

    await anna.do("show('me', 200, 112)")
    await anna.finds(lambda seen: [video["width"] for video in seen["video"]] == [320])
    await anna.do("show('me', 900, 506)")
    await anna.finds(lambda seen: [video["width"] for video in seen["video"]] == [960])
    await anna.do("show('me', 0, 0)")
    await anna.stands_still()


async def test_a_picture_the_network_does_not_take_is_named_as_paused_and_the_sound_goes_on(
    media: MediaProcess,
    visit_id: UUID,
    chromium_browser: Browser,
    page_address: str,
    stack: AsyncExitStack,
    is_single: bool,
) -> None:
    bo = await in_python(media, visit_id, stack)
    await bo.publish()
    anna = await in_browser(media, visit_id, chromium_browser, page_address, stack, singlePeerConnection=is_single)
    await anna.sees(5)

    await media.command(person=str(anna.person_id), narrow=20_000)
    await anna.finds(lambda seen: [state for _, state in seen["paused"]] == ["paused"])
    heard = energy_in(await anna.stands_still())
    await anna.finds(lambda seen: energy_in(seen) > heard)
    await media.command(person=str(anna.person_id), narrow=5_000_000)

    await anna.finds(lambda seen: [state for _, state in seen["paused"]] == ["paused", "active"])
    await anna.sees(5)


@pytest.mark.parametrize(("asked", "sent"), [("h264", "video/H264"), ("vp9", "video/VP8"), ("av1", "video/VP8")])
async def test_codecs_are_taken_as_they_are_or_replaced_by_one_that_all_can_decode(
    media: MediaProcess,
    visit_id: UUID,
    chromium_browser: Browser,
    page_address: str,
    stack: AsyncExitStack,
    asked: str,
    sent: str,
) -> None:
    anna = await in_browser(media, visit_id, chromium_browser, page_address, stack)
    bo = await in_browser(media, visit_id, chromium_browser, page_address, stack, singlePeerConnection=False)
    await anna.publish(videoCodec=asked)

    seen = await bo.sees(10)

    assert [video["codec"] for video in seen["video"]] == [sent]
    assert (await anna.look())["mine"]["camera"]["mime"].lower() == sent.lower()


async def test_a_python_client_in_h264_is_seen_by_both_forms(
    media: MediaProcess, visit_id: UUID, stack: AsyncExitStack
) -> None:
    anna = await in_python(media, visit_id, stack)
    watching = [await in_python(media, visit_id, stack, single_peer_connection=form) for form in (True, False)]

    await anna.publish(codec=rtc.VideoCodec.H264)

    for one in watching:
        await one.sees(10)
        await until(lambda: one.loudest > 1000)  # noqa: B023
