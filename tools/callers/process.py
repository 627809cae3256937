"""Starts the media server in a process of its own, and reads from the outside what it takes."""

import asyncio
import json
import os
import re
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path as FilePath
from typing import Final
from urllib.request import urlopen
from uuid import UUID

from tools.callers.path import HOST
from tools.callers.server import API_KEY
from visit_media.signalling.tokens import TokenKey, issue

TICKS: Final = os.sysconf("SC_CLK_TCK")
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
START_SECONDS: Final = 30.0
LINE: Final = re.compile(r"^([a-z_]+) ([0-9.e+]+)$", re.MULTILINE)


class ServerProcess:
    """The server; use it as a context. `core` keeps it on one processor, undisturbed."""

    def __init__(self, core: int | None = None) -> None:
        self._core = core
        self._key = TokenKey(API_KEY, secrets.token_hex(32))
        self._process: Process | None = None
        self._ports: dict[str, int] = {}

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"ws://{HOST}:{self._ports['ws_port']}"

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    async def __aenter__(self) -> "ServerProcess":
        command = (sys.executable, "-m", "tools.callers.server")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env=environment)
        await self._tell(secret=self._key.secret, core=self._core)
        assert self._process.stdout is not None
        self._ports = json.loads(await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS))
        return self

    async def __aexit__(self, *raised: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), START_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def order(self, order: str, person_id: UUID) -> None:
        """Have it break somebody's line or send somebody away to begin anew."""
        await self._tell(order=order, person=str(person_id))

    def token(self, visit_id: UUID, person_id: UUID) -> str:
        """Return a token as the gateway gives it."""
        return issue(self._key, visit_id=visit_id, person_id=person_id, visit_version=1, staff=True, session_id=None)

    def cpu_seconds(self) -> float:
        """What it has used of the processors so far."""
        return cpu_seconds_of(self.pid)

    def memory_bytes(self) -> int:
        """What it keeps in memory (resident set)."""
        return memory_bytes_of(self.pid)

    def descriptors(self) -> int:
        """How many files and sockets it holds open."""
        return len(list(FilePath(f"/proc/{self.pid}/fd").iterdir()))

    async def metrics(self) -> dict[str, float]:
        """Return its metrics that have no labels."""
        text = await asyncio.to_thread(self._read, "/metrics")
        return {name: float(value) for name, value in LINE.findall(text)}

    def _read(self, path: str) -> str:
        with urlopen(f"http://{HOST}:{self._ports['health_port']}{path}", timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    async def _tell(self, **what: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()


def cpu_seconds_of(pid: int) -> float:
    """What a process has used of the processors so far."""
    fields = FilePath(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_bytes_of(pid: int) -> int:
    """What a process keeps in memory."""
    return int(FilePath(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES
