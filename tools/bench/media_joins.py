"""How long people wait for each other, with the real clients: PyPI livekit, and livekit-client in Chromium.

Somebody with PyPI livekit is in the room already and shows a small picture, 20 times a second. A join is timed from the
call of `connect` to the first decoded picture; a return is the longest time without a new picture, from before
something is broken until the client has said that it is back and sees. What is broken is what is said (the signalling
connection), the whole network (nothing passes on the paths of before, as when a telephone changes to another), the
client's stay (it is sent to begin anew), or the server's process, which is killed and started again on the same ports.
All share two cores with the server.

What is promised is ours to say, as nobody else's figure is to be had: a second for half of the joins, two for nearly
all; no pause to speak of while only what is said is broken; three seconds where the network is another or all is set
up anew; ten for half of the crashes, fifteen for nearly all. Clients pause at random before they try again, half a
second at first and up to seven seconds at the fifth attempt: most of the time after a crash is that. And Chromium's
client shows nothing in the first two seconds of a stay that begins anew, whatever has come.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from playwright.async_api import Browser

from tests.integration.media.browser_caller import BrowserCaller, chromium, open_page, served_page, write_tone
from tests.integration.media.server import MediaProcess
from tools.bench.figure import Figure
from tools.soak.native import NativeCaller

JOINS: Final = 15
RETURNS: Final = 5
KILLS: Final = 5
PICTURES_PER_SECOND: Final = 20
PATIENCE_SECONDS: Final = 30.0
FORMS: Final = {"/rtc/v1": True, "/rtc": False}
COMMAND: Final = "make bench-media"
PROMISED: Final = "what is promised"
WAYS_BACK: Final[tuple[tuple[str, dict[str, Any], float], ...]] = (
    ("what is said is broken", {"break_line": True}, 0.5),
    ("its network is another", {"cut": True}, 3.0),
    ("it begins anew", {"end": "MISMATCHED"}, 3.0),
)
KILLED_SECONDS: Final = 10.0
LONGEST_KILLED_SECONDS: Final = 15.0

JOIN: Final = """async ([url, token, options]) => {
  const began = performance.now();
  await join("me", url, token, options);
  const count = (one) => one.tagName === "VIDEO" ? one.getVideoPlaybackQuality().totalVideoFrames : 0;
  const shown = () => callers.me.elements.some(count);
  while (!shown()) await new Promise((resolve) => setTimeout(resolve, 5));
  return (performance.now() - began) / 1000;
}"""
COME_BACK: Final = """async () => {
  const returns = () => callers.me.resumes + callers.me.restarts;
  const before = returns();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  const videos = () => callers.me.elements.filter((one) => one.tagName === "VIDEO" && one.isConnected);
  const counted = new Map();
  const isNew = () => {
    const seen = videos().map((one) => [one, one.getVideoPlaybackQuality().totalVideoFrames]);
    return seen.filter(([one, count]) => count > (counted.get(one) ?? 0) && counted.set(one, count)).length > 0;
  };
  isNew();
  let [lastAt, longest, seenSince] = [performance.now(), 0, false];
  while (!seenSince) {
    await pause();
    if (!isNew()) continue;
    seenSince = returns() > before;
    longest = Math.max(longest, performance.now() - lastAt);
    lastAt = performance.now();
  }
  return longest / 1000;
}"""


def measure(*, joins: int = JOINS, returns: int = RETURNS, kills: int = KILLS) -> list[Figure]:
    """Return the figures; TimeoutError when somebody never sees anything."""
    return asyncio.run(_measure(joins, returns, kills))


async def _measure(joins: int, returns: int, kills: int) -> list[Figure]:
    folder = Path(tempfile.mkdtemp())
    media, visit_id, shower = MediaProcess(), uuid4(), NativeCaller(PICTURES_PER_SECOND)
    await media.start()
    try:
        await shower.join(media.url, media.token(visit_id, uuid4()), is_single=True)
        with served_page(folder) as address:
            async with chromium(write_tone(folder / "tone.wav")) as browser:
                clients: tuple[Client, ...] = (
                    NativeClient(media, visit_id),
                    BrowserClient(media, visit_id, browser, address),
                )
                return [figure for client in clients for figure in await _figures(client, joins, returns, kills)]
    finally:
        await shower.leave()
        await media.stop()


async def _figures(client: "Client", joins: int, returns: int, kills: int) -> list[Figure]:
    figures = []
    for path, is_single in FORMS.items():
        times = [await client.join(is_single=is_single) for _ in range(joins)]
        figures.append(_figure(f"{client.name} joins by {path}, p50", statistics.median(times), 1.0))
        figures.append(_figure(f"{client.name} joins by {path}, p95", statistics.quantiles(times, n=20)[-1], 2.0))
    for name, order, promised in WAYS_BACK:
        times = [await client.come_back(partial(client.order, order)) for _ in range(returns)]
        figures.append(_figure(f"{client.name}, no picture when {name}, median", statistics.median(times), promised))
    times = [await client.come_back(client.kill) for _ in range(kills)]
    name = f"{client.name}, no picture when the process is killed"
    figures.append(_figure(f"{name}, median", statistics.median(times), KILLED_SECONDS))
    figures.append(_figure(f"{name}, longest", max(times), LONGEST_KILLED_SECONDS))
    await client.close()
    return figures


def _figure(name: str, seconds: float, promised: float) -> Figure:
    return Figure(name, "s", seconds, PROMISED, promised, "lower", 1.0, COMMAND)


class Client:
    """One kind of client; `come_back` uses one that stays until it is closed."""

    name = ""

    def __init__(self, media: MediaProcess, visit_id: UUID) -> None:
        self.media = media
        self.visit_id = visit_id
        self.person_id = uuid4()

    async def join(self, *, is_single: bool) -> float:
        """Return how long somebody new takes until the first picture."""
        raise NotImplementedError

    async def come_back(self, lose: Callable[[], Awaitable[None]]) -> float:
        """Return the longest time without a picture, from before the loss until it sees again."""
        raise NotImplementedError

    async def close(self) -> None:
        """Leave for good."""
        raise NotImplementedError

    async def order(self, order: dict[str, Any]) -> None:
        """Have the server do something to whoever stays."""
        await self.media.command(person=str(self.person_id), **order)

    async def kill(self) -> None:
        """End the process as a power cut would, and start another."""
        await self.media.kill()
        await self.media.start()


class NativeClient(Client):
    """PyPI livekit."""

    name = "PyPI livekit"

    def __init__(self, media: MediaProcess, visit_id: UUID) -> None:
        super().__init__(media, visit_id)
        self._lasting: NativeCaller | None = None

    async def join(self, *, is_single: bool) -> float:
        """Come, see, and go."""
        caller = NativeCaller()
        try:
            return await self._see(caller, uuid4(), is_single=is_single)
        finally:
            await caller.leave()

    async def come_back(self, lose: Callable[[], Awaitable[None]]) -> float:
        """Lose it and see again."""
        if self._lasting is None:
            self._lasting = NativeCaller()
            await self._see(self._lasting, self.person_id, is_single=True)
        before, self._lasting.longest_pause = self._lasting.reconnections, 0.0
        await lose()
        await self._lasting.comes_back(before)
        await self._lasting.sees(1)
        return self._lasting.longest_pause

    async def close(self) -> None:
        """Leave."""
        if self._lasting is not None:
            await self._lasting.leave()

    async def _see(self, caller: NativeCaller, person_id: UUID, *, is_single: bool) -> float:
        began = time.monotonic()
        await caller.look_on(self.media.url, self.media.token(self.visit_id, person_id), is_single=is_single)
        return await self._seen(caller) - began

    async def _seen(self, caller: NativeCaller) -> float:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while caller.seen_at is None:  # noqa: ASYNC110 - the moment itself is noted where it happens
                await asyncio.sleep(0.01)
        return caller.seen_at


class BrowserClient(Client):
    """livekit-client in Chromium; a page is opened before the clock starts."""

    name = "livekit-client in Chromium"

    def __init__(self, media: MediaProcess, visit_id: UUID, browser: Browser, address: str) -> None:
        super().__init__(media, visit_id)
        self._browser = browser
        self._address = address
        self._lasting: BrowserCaller | None = None

    async def join(self, *, is_single: bool) -> float:
        """Come, see, and go."""
        caller = BrowserCaller(await open_page(self._browser, self._address))
        try:
            return await self._see(caller, is_single=is_single)
        finally:
            await caller.page.context.close()

    async def come_back(self, lose: Callable[[], Awaitable[None]]) -> float:
        """Lose it and see again."""
        if self._lasting is None:
            self._lasting = BrowserCaller(await open_page(self._browser, self._address), self.person_id)
            await self._see(self._lasting, is_single=True)
        back = asyncio.ensure_future(self._lasting.page.evaluate(COME_BACK))
        await asyncio.sleep(0.1)  # the page watches by now
        await lose()
        return float(await asyncio.wait_for(back, PATIENCE_SECONDS))

    async def close(self) -> None:
        """Leave."""
        if self._lasting is not None:
            await self._lasting.page.context.close()

    async def _see(self, caller: BrowserCaller, *, is_single: bool) -> float:
        token = self.media.token(self.visit_id, caller.person_id)
        arguments = [self.media.url, token, {"singlePeerConnection": is_single}]
        return float(await asyncio.wait_for(caller.page.evaluate(JOIN, arguments), PATIENCE_SECONDS))
