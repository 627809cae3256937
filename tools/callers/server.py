"""The media server in a process of its own, with an open door: `python -m tools.callers.server`.

It reads what to do as JSON from its input, ends when the input ends, and shows its metrics as the service does.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from chassis.aio import HealthServer
from tools.callers.path import HOST
from visit_media.media import Media, build
from visit_media.room_service.rooms_view import rooms_view
from visit_media.signalling import departures
from visit_media.signalling.admission import Verdict
from visit_media.signalling.tokens import Grant
from visit_media.wiring import MediaSettings

API_KEY: Final = "care"


class OpenDoor:
    """Admits everybody who has a token."""

    async def admit(self, grant: Grant) -> Verdict:
        """Let in."""
        return Verdict.ADMITTED


class Unwritten:
    """Keeps no record of who came."""

    async def joined(self, grant: Grant, *, connection_id: str, at: datetime) -> None:
        """Keep nothing."""

    async def left(self, grant: Grant, *, connection_id: str, reason: str, at: datetime, quality: Any = None) -> None:
        """Keep nothing."""


def obey(media: Media, command: dict[str, str]) -> None:
    """Break a person's line (`break_line`), or have it begin anew (`send_away`); who is gone by then is let be."""
    for room in list(media.server.rooms.values()):
        session = room.sessions.get(command["person"])
        if session is None:
            continue
        if command["order"] == "send_away":
            session.end(departures.MISMATCHED)
        elif session.line is not None:
            session.line._socket.transport.abort()  # type: ignore[attr-defined]


async def serve(secret: str) -> None:
    """Serve until the input ends."""
    settings = MediaSettings(
        host=HOST, ws_port=0, udp_port=0, announced_addresses=(HOST,), api_key=API_KEY, api_secret=secret
    )
    media = build(settings, OpenDoor(), Unwritten())
    health = HealthServer(0, dict, rooms_view(media.server))
    await media.open()
    await health.start()
    media.settle()
    print(json.dumps({"ws_port": media.door.port, "health_port": health.port}), flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        obey(media, json.loads(line))
    await media.close()
    await health.stop()


def take_core(core: int) -> None:
    """Keep this process to one processor, and others from disturbing it, as far as that is allowed (sched(7))."""
    os.sched_setaffinity(0, {core % (os.cpu_count() or 1)})
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))


def share_cores() -> None:
    """Be as any other process again."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def main() -> None:
    """Take the core that was asked for, and serve."""
    asked = json.loads(sys.stdin.readline())
    if asked["core"] is not None:
        take_core(asked["core"])
    asyncio.run(serve(asked["secret"]))


if __name__ == "__main__":
    main()
