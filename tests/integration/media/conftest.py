"""What the tests of the media server share."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.integration.media.browser_caller import BrowserCaller, chromium, open_page, served_page, write_tone
from tests.integration.media.native_caller import NativeCaller
from tests.integration.media.server import MediaProcess


@pytest_asyncio.fixture(loop_scope="session")
async def media() -> AsyncIterator[MediaProcess]:
    """A running media server."""
    process = MediaProcess()
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
def visit_id() -> UUID:
    """The room of the test."""
    return uuid4()


@pytest.fixture(scope="session")
def page_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page with the browser client is served."""
    folder: Path = tmp_path_factory.mktemp("page")
    with served_page(folder) as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium_browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """One Chromium for all tests; every caller has a context of its own in it."""
    async with chromium(write_tone(tmp_path_factory.mktemp("sound") / "tone.wav")) as started:
        yield started


class Visitors:
    """Lets people into the room of the test, and out again when it ends."""

    def __init__(self, media: MediaProcess, visit_id: UUID, stack: AsyncExitStack) -> None:
        self._media = media
        self._visit_id = visit_id
        self._stack = stack

    async def native(self, person_id: UUID | None = None, *, shows: bool = True) -> NativeCaller:
        """Somebody with the Python client, showing and humming, or only looking on."""
        caller = NativeCaller(person_id)
        await caller.join(self._media.url, self._media.token(self._visit_id, caller.person_id))
        self._stack.push_async_callback(caller.leave)
        if shows:
            await caller.publish()
        return caller

    async def in_browsers(self, browser: Browser, address: str, *publishing: dict[str, Any]) -> list[BrowserCaller]:
        """People in pages of the browser, camera and microphone on; one for each way of publishing."""
        callers = []
        for options in publishing:
            caller = BrowserCaller(await open_page(browser, address))
            self._stack.push_async_callback(caller.page.context.close)
            await caller.join(self._media.url, self._media.token(self._visit_id, caller.person_id))
            await caller.publish(**options)
            callers.append(caller)
        return callers


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(media: MediaProcess, visit_id: UUID) -> AsyncIterator[Visitors]:
    """Whoever takes part in the test's visit."""
    async with AsyncExitStack() as stack:
        yield Visitors(media, visit_id, stack)
