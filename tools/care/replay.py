"""Replays one visit: what the logs say was true of it at a moment, and all that led to it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.booking.calls import ReplayVisit
from contracts.notifications.calls import ReplayNotices
from contracts.visit_media.calls import ReplayAttendance
from tools.care.asking import asking
from tools.care.printing import ids, in_order, merged, missing, show, table, time, timeline

NOTICE_HEADINGS = ("asked at", "kind", "channel", "state", "visit", "person")


async def replay(visit_id: UUID, at: datetime | None, *, as_json: bool) -> int:
    """Prints the visit as it was at `at`; 1 when a service did not answer."""
    moment = at or datetime.now(UTC)
    async with asking() as asked:
        visit = await asked.ask(ReplayVisit, visit_id=visit_id, at=moment)
        attendance = await asked.ask(ReplayAttendance, visit_id=visit_id, at=moment)
        notices = await asked.ask(ReplayNotices, visit_id=visit_id, at=moment)
    booked, seen = visit or {"state": "unknown", "timeline": []}, attendance or {"timeline": []}
    told = {
        "visit_id": visit_id,
        "at": moment,
        **booked,
        "present": seen.get("present", []),
        "waiting": seen.get("waiting", []),
        "notices": (notices or {}).get("notices", []),
        "timeline": merged(in_order("booking", booked["timeline"]), in_order("visit-media", seen["timeline"])),
        "missing": asked.missing,
    }
    show(told, _lines(told), as_json=as_json)
    return 1 if asked.missing else 0


def notice_rows(notices: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    names = ("kind", "channel", "state", "visit_id", "person_id")
    return ((time(notice["asked_at"]), *(notice[name] for name in names)) for notice in notices)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"Visit {told['visit_id']}"
    yield f"at {time(told['at'])} it was: {told['state']}{' (needs action)' if told.get('needs_action') else ''}"
    if told.get("starts_at"):
        group = ", a group visit" if told["is_group"] else ""
        yield f"  booked for   {time(told['starts_at'])}, {told['length_minutes']} minutes{group}"
        yield f"  staff        {ids(told['staff_ids'])}"
        yield f"  patients     {ids(told['patient_ids'])}"
        yield from _lineage(told)
    yield f"  waiting      {ids(told['waiting'])}"
    yield f"  connected    {ids(told['present'])}"
    yield ""
    yield "What led to it:"
    yield from timeline(told["timeline"])
    if told["notices"]:
        yield ""
        yield "What its people had been told:"
        yield from table(NOTICE_HEADINGS, notice_rows(told["notices"]))
    yield from missing(told["missing"])


def _lineage(told: dict[str, Any]) -> Iterator[str]:
    if told["series_id"]:
        yield f"  series       {told['series_id']}"
    if told["origin_id"]:
        yield f"  came out of  {told['origin_id']} ({told['origin_cause']})"
    if told["again_id"]:
        yield f"  went on as   {told['again_id']}"
