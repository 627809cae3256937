"""Replays one visit: what the logs of booking and visit-media say was true at a moment."""

import asyncio
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.aio import Caller
from contracts.booking.calls import ReplayVisit
from contracts.visit_media.calls import ReplayAttendance


async def replay(visit_id: UUID, at: datetime | None, *, as_json: bool) -> int:
    """Prints the visit as it was at `at`; ids only, so that the print may be kept with a case."""
    moment = at or datetime.now(UTC)
    async with Caller(os.environ["CARE_AMQP_URL"], "care") as caller:
        visit, attendance = await asyncio.gather(
            caller.call(ReplayVisit, visit_id=visit_id, at=moment),
            caller.call(ReplayAttendance, visit_id=visit_id, at=moment),
        )
    timeline = sorted(
        [entry | {"log": "booking"} for entry in visit["timeline"]]
        + [entry | {"log": "visit-media"} for entry in attendance["timeline"]],
        key=lambda entry: (entry["at"], entry["log"], entry["version"]),
    )
    told = {"visit_id": visit_id, "at": moment} | visit | {"present": attendance["present"], "timeline": timeline}
    print(json.dumps(told, default=_plain, indent=2) if as_json else "\n".join(_lines(told)))
    return 0


def _lines(told: dict[str, Any]) -> Iterable[str]:
    yield f"Visit {told['visit_id']}"
    yield f"at {_time(told['at'])} it was: {told['state']}"
    if told["starts_at"]:
        yield f"  booked for   {_time(told['starts_at'])}, {told['length_minutes']} minutes"
        yield f"  staff        {_ids(told['staff_ids'])}"
        yield f"  patients     {_ids(told['patient_ids'])}"
    yield f"  connected    {_ids(told['present'])}"
    yield ""
    yield "What led to it:"
    for entry in told["timeline"]:
        who = entry["person_id"] or "-"
        details = " ".join(f"{name}={value}" for name, value in entry["details"].items())
        where = f"{entry['log']} v{entry['version']}"
        yield f"  {_time(entry['at'])}  {entry['what']:<16} {who!s:<36}  {where:<16} {details}".rstrip()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ids(ids: list[UUID]) -> str:
    return ", ".join(map(str, ids)) or "nobody"


def _plain(value: Any) -> str:
    return _time(value) if isinstance(value, datetime) else str(value)
