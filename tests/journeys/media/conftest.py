"""Two conversations that go on while the matrix is gone through: every client in every form of the protocol."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from livekit import rtc
from playwright.async_api import Browser, Page

from tests.integration.media.browser_caller import BrowserCaller, open_page
from tests.integration.media.conftest import chromium_browser, page_address
from tests.integration.media.native_caller import NativeCaller
from tests.integration.media.server import MediaProcess

__all__ = ["chromium_browser", "page_address"]
PAIRED: Final = {
    "browser by one connection and Python by two": (True, False),
    "browser by two connections and Python by one": (False, True),
}
FORMS: Final = {"one connection": True, "two connections": False}


@dataclass
class Pair:
    """A browser and a Python client in one room, each in its form of the protocol."""

    media: MediaProcess
    is_browser_single: bool
    is_native_single: bool
    visit_id: UUID = field(default_factory=uuid4)
    browser: BrowserCaller = field(init=False)
    native: NativeCaller = field(init=False)

    async def meet(self, page: Page, stack: AsyncExitStack) -> "Pair":
        """Let both in, and have both turn camera and microphone on."""
        self.browser = BrowserCaller(page)
        token = self.token(self.browser.person_id)
        await self.browser.join(self.media.url, token, singlePeerConnection=self.is_browser_single)
        self.native = NativeCaller()
        stack.push_async_callback(self.native.leave)
        token = self.token(self.native.person_id)
        await self.native.join(self.media.url, token, single_peer_connection=self.is_native_single)
        await self.browser.publish()
        await self.native.publish()
        return self

    def token(self, person_id: UUID) -> str:
        """Return a token as the gateway gives it, of somebody who may also change what is said of them."""
        return self.media.token(self.visit_id, person_id, video={"canUpdateOwnMetadata": True})

    async def order(self, caller: BrowserCaller | NativeCaller, **command: Any) -> None:
        """Have the server do something to one of them."""
        await self.media.command(person=str(caller.person_id), **command)

    def publication(self, source: "rtc.TrackSource.ValueType") -> rtc.RemoteTrackPublication:
        """Return the browser's track as the Python client knows it."""
        [found] = [one for one in self.native.tracks_of_others() if one.source == source]
        return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def media() -> AsyncIterator[MediaProcess]:
    """One server for the whole matrix."""
    process = MediaProcess()
    await process.start()
    yield process
    await process.stop()


@pytest_asyncio.fixture(
    scope="session",
    loop_scope="session",
    params=PAIRED,
    ids=str,
)
async def pair(
    request: pytest.FixtureRequest, media: MediaProcess, chromium_browser: Browser, page_address: str
) -> AsyncIterator[Pair]:
    """A conversation in progress: both have camera and microphone on."""
    async with AsyncExitStack() as stack:
        page = await open_page(chromium_browser, page_address)
        stack.push_async_callback(page.context.close)
        yield await Pair(media, *PAIRED[request.param]).meet(page, stack)


@pytest.fixture(params=FORMS, ids=str)
def is_single(request: pytest.FixtureRequest) -> bool:
    """Each form of the protocol in turn."""
    return FORMS[request.param]
