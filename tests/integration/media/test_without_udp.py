"""Where a network lets no UDP through, media takes the way over TCP."""

from contextlib import AsyncExitStack
from uuid import UUID

import pytest
from playwright.async_api import Browser

from tests.integration.media.conftest import Visitors
from tests.integration.media.server import MediaProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_people_see_and_write_to_each_other_without_udp(
    monkeypatch: pytest.MonkeyPatch, visit_id: UUID, chromium_browser: Browser, page_address: str
) -> None:
    monkeypatch.setenv("WITHOUT_UDP", "1")
    media = MediaProcess()
    await media.start()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(media.stop)
        visitors = Visitors(media, visit_id, stack)
        native = await visitors.native()
        [caller] = await visitors.in_browsers(chromium_browser, page_address, {})

        await native.sees(10)
        seen = await caller.sees(10)
        await caller.do("say('me', 'hello')")
        await caller.finds(lambda now: now["state"] == "connected")

    assert [video["freezes"] for video in seen["video"]] == [0]
    assert [message for _, message in native.messages] == [b"hello"]
