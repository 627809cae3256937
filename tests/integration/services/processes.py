"""The services of one provider as real processes, on a store and a broker of their own."""

import asyncio
import base64
import contextlib
import os
import secrets
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.fixtures.free_ports import free_port
from tools.platform.answering import answers_http, wait_until
from tools.platform.running import Running

MODULES = (
    "identity.service",
    "identity.follower",
    "booking.service",
    "booking.follower",
    "visit_media.service",
    "visit_media.follower",
    "audit.service",
    "audit.follower",
)
NOTIFYING = ("notifications.service", "notifications.follower")
"""Only started where they are asked for."""
START_TIMEOUT_SECONDS = 60
PAUSE_SECONDS = 0.02


class Services:
    """Started together; each can be killed and started again by its module's name."""

    def __init__(self, folder: Path, store: dict[str, str], amqp_url: str) -> None:
        self.folder, self.amqp_url = folder, amqp_url
        self.environment = {
            **store,
            "CARE_AMQP_URL": amqp_url,
            "CARE_SECRETS_DIR": str(_secrets(folder / "secrets")),
            "CARE_DEMO": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._running: dict[str, Running] = {}
        self._ports = {module: free_port() for module in (*MODULES, *NOTIFYING)}

    def start(self, *modules: str) -> None:
        for module in modules or MODULES:
            environment = self.environment | {"CARE_HEALTH_PORT": str(self._ports[module])}
            command = [sys.executable, "-m", module]
            self._running[module] = Running(command, environment=environment, log=self.folder / f"{module}.log")
        for module in modules or MODULES:
            url = f"http://127.0.0.1:{self._ports[module]}/readyz"
            wait_until(lambda url=url: answers_http(url), what=module, timeout_seconds=START_TIMEOUT_SECONDS)  # type: ignore[misc]

    def kill(self, module: str) -> None:
        self._running.pop(module).kill()

    def stop(self) -> None:
        for running in self._running.values():
            running.stop()

    def rebuild(self, owner: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What `care rebuild` runs for each service."""
        return subprocess.run(
            [sys.executable, "-m", f"{owner}.follower", "rebuild", *arguments],
            env={"PATH": os.environ["PATH"], **self.environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def output(self) -> str:
        return "\n".join(path.read_text() for path in self.folder.glob("*.log"))


async def becomes_true(claim: Callable[[], Awaitable[bool]], timeout_seconds: float = 10) -> None:
    """Return as soon as the claim holds."""
    async with asyncio.timeout(timeout_seconds):
        while not await claim():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), PAUSE_SECONDS)


def _secrets(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    for name in ("master_key", "index_key", "receipt_key"):
        (folder / name).write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    return folder
