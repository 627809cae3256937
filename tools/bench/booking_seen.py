"""From booking a visit to its standing in the other person's list, over the live stream of the real gateway."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from tools.bench.figure import Figure
from tools.bench.house import booking, measured, visitors
from tools.bench.visitor import Visitor
from tools.demo.people import ANNA, KARL
from tools.platform.whole import Platform

BOOKINGS = 300
PEER = "the booker's own list"
LONGEST_SECONDS = 10.0

Events = AsyncIterator[tuple[str, dict[str, object], float]]


def measure(bookings: int = BOOKINGS) -> list[Figure]:
    """The patient's page hears of the visit and reads its list; the booker's reads its own after the answer."""

    async def work(platform: Platform) -> list[Figure]:
        async with visitors(platform.url, [ANNA.id, KARL.id]) as (staff, patient):
            events = patient.listen()
            await anext(events)  # the stream is open
            base = datetime.now(UTC) + timedelta(days=60)
            # Each begins before the one before it, so that it stands first in the list.
            runs = [await _run(staff, patient, events, base - timedelta(minutes=n)) for n in range(bookings)]
        return [_figure(percent, bar, runs) for percent, bar in ((50, 2.0), (99, 2.0))]

    return measured(work)


async def _run(staff: Visitor, patient: Visitor, events: Events, starts_at: datetime) -> tuple[float, float]:
    """Milliseconds from asking until the patient's list, and the booker's own, show the visit."""
    visit_id, began = uuid4(), time.perf_counter()
    seen = asyncio.create_task(_seen(patient, events, visit_id))
    reached = await staff.told("POST", f"/api/visits/{visit_id}", booking(ANNA.id, [KARL.id], starts_at))
    await _listed(staff, visit_id, reached["position"])
    own = time.perf_counter() - began
    async with asyncio.timeout(LONGEST_SECONDS):
        theirs = await seen - began
    return theirs * 1000, own * 1000


async def _seen(patient: Visitor, events: Events, visit_id: UUID) -> float:
    async for name, data, _ in events:
        if name == "visit" and data["visit_id"] == str(visit_id):
            await _listed(patient, visit_id, data["position"])
            return time.perf_counter()
    raise AssertionError("the stream ended")


async def _listed(reader: Visitor, visit_id: UUID, position: object) -> None:
    listed = await reader.told("GET", f"/api/visits?tab=future&limit=20&at_least={position}")
    assert str(visit_id) in {visit["id"] for visit in listed["visits"]}


def _figure(percent: int, bar: float, runs: list[tuple[float, float]]) -> Figure:
    theirs, own = (
        statistics.quantiles(values, n=100, method="inclusive")[percent - 1] for values in zip(*runs, strict=True)
    )
    name = f"a booking is in the other person's list, p{percent}"
    return Figure(name, "ms", theirs, PEER, own, "lower", bar, "make bench")
