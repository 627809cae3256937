"""Somebody who takes part with LiveKit's unchanged browser client, in a Chromium with fake camera and microphone."""

import asyncio
import logging
import math
import shutil
import subprocess
import threading
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import Browser, Page, async_playwright

from tools.install.lacking import BROWSER

ROOT = Path(__file__).parents[3]
VERSION = "2.23.0"
PATIENCE_SECONDS = 30
"""How long something may take at most where two tests share the cores."""
log = logging.getLogger(__name__)
FLAGS = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]


class BrowserCaller:
    """One person in one page."""

    def __init__(self, page: Page, person_id: UUID | None = None) -> None:
        self.page = page
        self.person_id = person_id or uuid4()

    async def join(self, url: str, token: str, **options: Any) -> None:
        """Enter a room."""
        await self._do("([url, token, options]) => join('me', url, token, options)", [url, token, options])

    async def publish(self, **options: Any) -> None:
        """Turn camera and microphone on."""
        await self._do("(options) => publish('me', options)", options)

    async def do(self, call: str) -> Any:
        """Run one of the page's functions."""
        return await self._do(f"() => {call}")

    async def look(self) -> dict[str, Any]:
        """Return what this person sees and hears."""
        seen: dict[str, Any] = await self._do("() => look('me')")
        return seen

    async def sees(self, frames: int, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Wait until so many more frames have been decoded in total."""
        first = frames_in(await self.look())
        async with asyncio.timeout(seconds):
            while frames_in(seen := await self.look()) < first + frames:  # noqa: ASYNC110 - a page has no events for us
                await asyncio.sleep(0.1)
        return seen

    async def stands_still(self, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Wait until no new frames have come for a second."""
        async with asyncio.timeout(seconds):
            before = -1
            while frames_in(seen := await self.look()) != before:
                before = frames_in(seen)
                await asyncio.sleep(1)
        return seen

    async def finds(self, is_so: Any, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Wait until what this person sees is as expected."""
        async with asyncio.timeout(seconds):
            while not is_so(seen := await self.look()):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return seen

    async def sends(self, is_so: Any, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Wait until what this person sends is as expected."""
        async with asyncio.timeout(seconds):
            while not is_so(sent := await self._do("() => bandwidth('me')")):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return dict(sent)

    async def _do(self, function: str, argument: Any = None) -> Any:
        return await self.page.evaluate(function, argument)


def frames_in(seen: dict[str, Any]) -> int:
    """Return all frames decoded."""
    return sum(int(video["frames"]) for video in seen["video"])


def energy_in(seen: dict[str, Any]) -> float:
    """Return the sound heard."""
    return sum(float(audio["energy"]) for audio in seen["audio"])


@asynccontextmanager
async def chromium(sound: Path) -> AsyncIterator[Browser]:
    """Start a browser whose microphones all play a file (its built-in beeps reach only one page at a time)."""
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={sound}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


def write_tone(path: Path) -> Path:
    """Write three seconds of a 440 Hz tone."""
    samples = [int(12000 * math.sin(2 * math.pi * 440 * at / 48000)) for at in range(3 * 48000)]
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48000)
        sound.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return path


async def open_page(browser: Browser, address: str) -> Page:
    """Open the page of one caller."""
    context = await browser.new_context(permissions=["camera", "microphone"])
    page = await context.new_page()
    page.on("console", lambda message: log.warning("%s", message.text[:300]))
    await page.goto(address)
    return page


@contextmanager
def served_page(folder: Path) -> Iterator[str]:
    """Serve the page and the client library on loopback."""
    shutil.copy(Path(__file__).with_name("browser.html"), folder / "index.html")
    shutil.copy(find_client(folder), folder / "livekit-client.umd.js")
    handler = partial(SilentHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class SilentHandler(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def find_client(folder: Path) -> Path:
    """Return the client library: of the web interface if that is installed, else from the registry."""
    installed = ROOT / "gateway/web/node_modules/livekit-client"
    if (installed / "package.json").is_file() and f'"version": "{VERSION}"' in (installed / "package.json").read_text():
        return installed / "dist/livekit-client.umd.js"
    npm = ROOT / ".venv/bin/npm"
    arguments = [str(npm), "install", "--prefix", str(folder), f"livekit-client@{VERSION}", "--no-audit", "--no-fund"]
    subprocess.run(arguments, check=True, timeout=120, capture_output=True)
    return folder / "node_modules/livekit-client/dist/livekit-client.umd.js"
