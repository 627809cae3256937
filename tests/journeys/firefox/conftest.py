"""The conversations of the matrix with Firefox in the place of Chromium; it does not connect over loopback."""

import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import cast

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.integration.media.conftest import page_address
from tests.integration.media.server import MediaProcess
from tests.journeys.firefox.firefox import Firefox, running_firefox
from tests.journeys.media.conftest import PAIRED, Pair

__all__ = ["page_address"]
ELSEWHERE = ("192.0.2.1", 9)
"""An address on no network (RFC 5737): nothing is sent there, and the way to it begins at this machine's own."""


@pytest.fixture(scope="session")
def own_address() -> str:
    """The address of this machine that is not loopback, or the one in HOST_IP."""
    given = os.environ.get("HOST_IP")
    if given:
        return given
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(ELSEWHERE)
        address: str = asked.getsockname()[0]
    return address


@pytest.fixture(scope="session")
def program() -> Path:
    """Debian's Firefox, or the one that FIREFOX names."""
    found = os.environ.get("FIREFOX") or shutil.which("firefox-esr")
    if not found:
        pytest.exit("Firefox is missing: apt-get install firefox-esr, or name one with FIREFOX=/path/to/it", 1)
    return Path(found)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def media(own_address: str) -> AsyncIterator[MediaProcess]:
    """One server for all rows."""
    process = MediaProcess(own_address)
    await process.start()
    yield process
    await process.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def firefox(program: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Firefox]:
    """One Firefox for all rows."""
    async with running_firefox(program, tmp_path_factory.mktemp("profile"), os.environ) as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=PAIRED, ids=str)
async def pair(
    request: pytest.FixtureRequest, media: MediaProcess, firefox: Firefox, page_address: str
) -> AsyncIterator[Pair]:
    """A conversation in progress: both have camera and microphone on."""
    async with AsyncExitStack() as stack:
        page = await firefox.open_page(page_address)
        stack.push_async_callback(page.close)
        # All that is asked of a caller's page is to evaluate.
        yield await Pair(media, *PAIRED[request.param]).meet(cast(Page, page), stack)
