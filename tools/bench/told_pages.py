"""From «Starta besök» to a thousand waiting pages that know of it, by the live stream of the real gateway."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice, repeat
from uuid import UUID, uuid4

from tools.bench.figure import Figure
from tools.bench.house import add_patients, booking, measured, visitors
from tools.bench.visitor import Visitor
from tools.demo.people import ANNA
from tools.platform.whole import Platform

PAGES = 1000
STARTS = 10
PATIENTS = 49  # with one of the staff, as many as one visit holds
PROMISED_MS = 1000.0
LONGEST_SECONDS = 60.0


def measure(pages: int = PAGES) -> list[Figure]:
    """One group visit, each of its patients with many pages open, so that one start concerns all of them."""

    async def work(platform: Platform) -> list[Figure]:
        patients = await add_patients(platform, min(PATIENTS, pages))
        whose = list(islice((each for each_round in repeat(patients) for each in each_round), pages))
        async with visitors(platform.url, [ANNA.id, *whose]) as (staff, *waiting):
            with _open_pages(waiting) as open_pages:
                return await _measured(staff, open_pages, patients)

    return measured(work)


class Page:
    """One waiting page: when it was told of the start, and when it had read the visit again."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.is_open = asyncio.Event()
        self.starts: asyncio.Queue[tuple[float, float]] = asyncio.Queue()

    async def wait(self) -> None:
        async for name, data, at in self._visitor.listen():
            self.is_open.set()
            if name == "visit" and data["state"] == "started":
                visit = await self._visitor.told("GET", f"/api/visits/{data['visit_id']}?at_least={data['position']}")
                assert visit["can"]["join"], visit
                self.starts.put_nowait((at, time.perf_counter()))


@contextmanager
def _open_pages(waiting: list[Visitor]) -> Iterator[list[Page]]:
    pages = [Page(visitor) for visitor in waiting]
    tasks = [asyncio.create_task(page.wait()) for page in pages]
    try:
        yield pages
    finally:
        for task in tasks:
            task.cancel()


async def _measured(staff: Visitor, pages: list[Page], patients: list[UUID]) -> list[Figure]:
    async with asyncio.timeout(LONGEST_SECONDS):
        for page in pages:
            await page.is_open.wait()
    told: list[float] = []
    read: list[float] = []
    for _ in range(STARTS):
        visit_id, starts_at = uuid4(), datetime.now(UTC) + timedelta(minutes=5)
        await staff.told("POST", f"/api/visits/{visit_id}", booking(ANNA.id, patients, starts_at))
        began = time.perf_counter()
        await staff.told("POST", f"/api/visits/{visit_id}/start", {})
        async with asyncio.timeout(LONGEST_SECONDS):
            for page in pages:
                told_at, read_at = await page.starts.get()
                told.append((told_at - began) * 1000)
                read.append((read_at - began) * 1000)
        await staff.told("POST", f"/api/visits/{visit_id}/end", {})
    return [
        _figure(f"«Starta besök» → {len(pages)} waiting pages told, p99", told, bar=1.0),
        _figure(f"the same, and each has read the visit again, p99 of {len(pages)}", read, bar=20.0),
    ]


def _figure(name: str, values: list[float], bar: float) -> Figure:
    p99 = statistics.quantiles(values, n=100, method="inclusive")[98]
    return Figure(name, "ms", p99, "the promised second", PROMISED_MS, "lower", bar, "make bench")
