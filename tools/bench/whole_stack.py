"""Commands per second through browser door, bus, services and logs, beside a plain service with tables.

Both are asked by as many at once as keep them busy all the time: each waits for an answer before they ask again, so
fewer would measure how long an answer takes (other figures tell that) and not how many can be given. The asking is the
same for both, over sockets that are kept, and takes a tenth of the processor time that the plain service does.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from tools.bench.figure import Figure
from tools.bench.house import booking, measured, visitors
from tools.bench.visitor import Visitor
from tools.demo.people import ANNA, KARL
from tools.platform.answering import answers_http, wait_until
from tools.platform.plan import ROOT
from tools.platform.ports import ephemeral_ports
from tools.platform.running import Running
from tools.platform.whole import Platform

VISITS = 320
AT_ONCE = 32
ROUNDS = 3
COMMANDS_PER_VISIT = 3
PEER = "plain tables, one process"


def measure(visits: int = VISITS) -> list[Figure]:
    """Rounds alternate, so that a busy minute hits both; the median counts."""
    return [*_measured_on("sqlite", visits), *_measured_on("postgres", visits)]


def _measured_on(store: str, visits: int) -> list[Figure]:
    async def work(platform: Platform) -> list[Figure]:
        with _plain_service(platform) as plain_url:
            ours: list[float] = []
            peers: list[float] = []
            for _ in range(ROUNDS):
                ours.append(await _speed(platform.url, visits))
                peers.append(await _speed(plain_url, visits))
        name = f"the whole stack on {store}: commands (book, start, end)"
        speed, peer_speed = statistics.median(ours), statistics.median(peers)
        return [Figure(name, "commands/s", speed, PEER, peer_speed, "higher", 0.5, "make bench")]

    return measured(work, store)


@contextmanager
def _plain_service(platform: Platform) -> Iterator[str]:
    """On the same disk, or in the same database server."""
    port = ephemeral_ports()["gateway"]
    file = platform.plan.folder / "data" / "plain.sqlite"
    given = platform.environment.get("CARE_DATABASE_URL", "").replace("postgresql:", "postgresql+psycopg:")
    environment = {
        "PYTHONPATH": str(ROOT),
        "PLAIN_DATABASE_URL": given or f"sqlite:///{file}",
        "PLAIN_PORT": str(port),
    }
    command = [sys.executable, "-m", "tools.bench.plain_crud"]
    service = Running(command, environment=environment, log=Path(platform.plan.logs / "plain.log"))
    try:
        url = f"http://localhost:{port}"
        wait_until(lambda: answers_http(f"{url}/healthz"), what="the plain service", timeout_seconds=20)
        yield url
    finally:
        service.stop()


async def _speed(url: str, visits: int) -> float:
    """Commands per second of several staff who book, start and end visits at once."""
    async with visitors(url, [ANNA.id] * AT_ONCE) as staff:
        waiting = [uuid4() for _ in range(visits)]
        began = time.perf_counter()
        await asyncio.gather(*(_commands(one, waiting) for one in staff))
        return visits * COMMANDS_PER_VISIT / (time.perf_counter() - began)


async def _commands(staff: Visitor, waiting: list[UUID]) -> None:
    while waiting:
        path = f"/api/visits/{waiting.pop()}"
        starts_at = datetime.now(UTC) + timedelta(hours=1)
        await staff.told("POST", path, booking(ANNA.id, [KARL.id], starts_at))
        await staff.told("POST", f"{path}/start", {})
        await staff.told("POST", f"{path}/end", {})
