"""A Firefox with made-up camera and microphone, driven by WebDriver BiDi as Debian's own offers it."""

import asyncio
import json
import re
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

START_SECONDS = 60
ANSWER_SECONDS = 40
STOP_SECONDS = 10
MOST_BYTES_OF_ANSWER = 1 << 24
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
SETTINGS = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.gmp-manager.updateEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}


class FirefoxPage:
    """One page; what is asked of it is asked as of Playwright's."""

    def __init__(self, firefox: "Firefox", name: str) -> None:
        self._firefox = firefox
        self._name = name

    async def goto(self, address: str) -> None:
        """Open an address and wait until it stands."""
        await self._firefox.call("browsingContext.navigate", context=self._name, url=address, wait="complete")

    async def evaluate(self, function: str, argument: Any = None) -> Any:
        """Call a function of the page; what it throws is raised as RuntimeError."""
        expression = f"(async () => JSON.stringify(await ({function})({json.dumps(argument)}) ?? null))()"
        answer = await self._firefox.call(
            "script.evaluate", expression=expression, awaitPromise=True, target={"context": self._name}
        )
        if answer["type"] != "success":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def close(self) -> None:
        """Close it."""
        await self._firefox.call("browsingContext.close", context=self._name)


class Firefox:
    """The running browser and the one line over which it is driven."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._asked = 0

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have it carry out one command; a refusal is raised as RuntimeError."""
        self._asked += 1
        await self._line.send(json.dumps({"id": self._asked, "method": method, "params": parameters}))
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                said: dict[str, Any] = json.loads(await self._line.recv())
                if said.get("id") == self._asked:
                    break
        if said["type"] == "error":
            raise RuntimeError(f"{method}: {said['message']}")
        result: dict[str, Any] = said["result"]
        return result

    async def open_page(self, address: str) -> FirefoxPage:
        """Open a page in a tab of its own."""
        tab = await self.call("browsingContext.create", type="tab")
        page = FirefoxPage(self, tab["context"])
        await page.goto(address)
        return page


@asynccontextmanager
async def running_firefox(program: Path, profile: Path, environment: Mapping[str, str]) -> AsyncIterator[Firefox]:
    """Start the browser with a new profile in that folder, and end it."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("".join(lines))
    process = await asyncio.create_subprocess_exec(
        program,
        *("--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0", "about:blank"),
        env={**environment, "HOME": str(profile)},
        stdout=DEVNULL,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            address = await _address_of(process)
        assert process.stderr is not None
        draining = asyncio.create_task(process.stderr.read())
        async with connect(f"{address}/session", max_size=MOST_BYTES_OF_ANSWER) as line:
            firefox = Firefox(line)
            await firefox.call("session.new", capabilities={})
            yield firefox
        draining.cancel()
    finally:
        await _end(process)


async def _address_of(process: Process) -> str:
    assert process.stderr is not None
    while said := await process.stderr.readline():
        if found := LISTENING.search(said):
            return found[1].decode()
    raise RuntimeError("Firefox ended before it could be driven")


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
