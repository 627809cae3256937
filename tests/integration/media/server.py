"""A media server in a process of its own, as tests start, command and kill it."""

import asyncio
import json
import os
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt

from visit_media.signalling.tokens import ALGORITHM, TokenKey, issue

SCRIPT = Path(__file__).with_name("media_process.py")


class MediaProcess:
    """The process, what it has said, and the key it trusts."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.key = TokenKey("care", secrets.token_hex(32))
        self.ws_port = 0
        self.udp_port = 0
        self.said: list[dict[str, Any]] = []
        self._process: Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"ws://{self.host}:{self.ws_port}"

    async def start(self) -> None:
        """Start the process, on the same ports as before if it ran before."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "API_SECRET": self.key.secret,
            "HOST": self.host,
            "WS_PORT": str(self.ws_port),
            "UDP_PORT": str(self.udp_port),
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, str(SCRIPT), stdin=PIPE, stdout=PIPE, env=environment
        )
        assert self._process.stdout is not None
        ports = json.loads(await asyncio.wait_for(self._process.stdout.readline(), 20))
        self.ws_port, self.udp_port = ports["ws_port"], ports["udp_port"]
        self._listener = asyncio.create_task(self._listen(self._process.stdout))

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """Let it end in its own time and return its exit status."""
        assert self._process is not None
        if self._process.returncode is None and self._process.stdin is not None:
            self._process.stdin.close()
        return await asyncio.wait_for(self._process.wait(), 15)

    async def command(self, **order: Any) -> None:
        """Send one command."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()

    async def tally(self) -> dict[str, int]:
        """Return what the forwarding has counted."""
        before = len([line for line in self.said if "tally" in line])
        await self.command(tally=True)
        await self.hears(lambda said: len([line for line in said if "tally" in line]) > before)
        answer: dict[str, int] = [line["tally"] for line in self.said if "tally" in line][-1]
        return answer

    async def hears(self, is_enough: Callable[[list[dict[str, Any]]], bool], seconds: float = 20) -> None:
        """Wait until the process has said what is waited for."""
        async with asyncio.timeout(seconds):
            while not is_enough(self.said):
                self._news.clear()
                await self._news.wait()

    def token(self, visit_id: UUID, person_id: UUID, session_id: UUID | None = None, **changed: Any) -> str:
        """Return a token as the gateway gives it, or with other claims; those of `video` are added."""
        token = issue(
            self.key, visit_id=visit_id, person_id=person_id, visit_version=1, staff=True, session_id=session_id
        )
        if not changed:
            return token
        claims = jwt.decode(token, options={"verify_signature": False})
        changed["video"] = {**claims["video"], **changed.get("video", {})}
        return jwt.encode({**claims, **changed}, self.key.secret, algorithm=ALGORITHM)

    async def _listen(self, stdout: asyncio.StreamReader) -> None:
        while line := await stdout.readline():
            self.said.append(json.loads(line))
            self._news.set()
