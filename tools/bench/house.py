"""A platform for benchmarks, with as many patients as are needed beside the people of the demo."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from chassis.aio import Caller
from contracts.identity.calls import RegisterPerson
from tools.bench.figure import Figure
from tools.bench.visitor import Visitor
from tools.demo.people import ELIN
from tools.platform.plan import Plan
from tools.platform.ports import ephemeral_ports
from tools.platform.whole import Platform

AS_NO_RECEPTION_ASKS = {"CARE_LIMITS_FACTOR": "100000"}


@contextmanager
def running_platform(store: str = "sqlite") -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(prefix="care-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        plan = Plan(folder=Path(folder, "run"), ports=ephemeral_ports(), store=store, given=AS_NO_RECEPTION_ASKS)
        platform = Platform(plan)
        try:
            platform.start()
            platform.seed(with_visits=False)
            yield platform
        finally:
            platform.stop()


def measured(work: Callable[[Platform], Awaitable[list[Figure]]], store: str = "sqlite") -> list[Figure]:
    """What some work finds out about a platform of its own."""

    async def run(platform: Platform) -> list[Figure]:
        return await work(platform)

    with running_platform(store) as platform:
        return asyncio.run(run(platform))


async def add_patients(platform: Platform, count: int) -> list[UUID]:
    """New patients, with numbers of the series that never belongs to anybody."""
    patients = [uuid4() for _ in range(count)]
    async with Caller(platform.environment["CARE_AMQP_URL"], "bench") as caller:
        for number, person_id in enumerate(patients):
            await caller.call(
                RegisterPerson,
                person_id=person_id,
                registered_by=ELIN.id,
                personnummer=_personnummer(number),
                name=f"Patient Nummer{number}",
                roles=["patient"],
            )
    return patients


@asynccontextmanager
async def visitors(url: str, people: list[UUID]) -> AsyncIterator[list[Visitor]]:
    """One signed-in browser for each mention of a person."""
    there = [await Visitor.signed_in(url, person_id) for person_id in people]
    try:
        yield there
    finally:
        for visitor in there:
            visitor.close()


def booking(staff_id: UUID, patient_ids: list[UUID], starts_at: datetime) -> dict[str, Any]:
    return {
        "name": "Uppföljning",
        "starts_at": starts_at.isoformat(),
        "length_minutes": 30,
        "staff_ids": [str(staff_id)],
        "patient_ids": [str(each) for each in patient_ids],
        "is_group": len(patient_ids) > 1,
        "repeat": None,
    }


def _personnummer(number: int) -> str:
    """Born in the 1930s, of the test series 980–999 and with a right control digit."""
    day = f"3{number // 28 // 12 % 10}{number // 28 % 12 + 1:02}{number % 28 + 1:02}"
    nine = f"{day}{980 + number % 20}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    control = -sum(each // 10 + each % 10 for each in doubled) % 10
    return f"19{nine}{control}"
