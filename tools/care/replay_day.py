"""Replays one day in Sweden: every visit that was booked for it, and everything that happened to visits on it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from booking.domain.stockholm import bounds
from contracts.booking.calls import ReplayDay
from contracts.notifications.calls import ReplayNotices
from contracts.visit_media.calls import ReplayAttendance
from tools.care.asking import Asking, asking
from tools.care.printing import in_order, merged, missing, show, table, time, timeline
from tools.care.replay import NOTICE_HEADINGS, notice_rows


async def replay_day(day: date, *, as_json: bool) -> int:
    """Prints the day as it ended, or as far as it has come; 1 when a service did not answer."""
    async with asking() as asked:
        replayed = await asked.ask(ReplayDay, day=day)
        visits = [] if replayed is None else replayed["visits"]
        await _add_comings_and_goings(asked, visits, day)
        await _add_notices(asked, visits, day)
    told = {"day": day, "visits": visits, "missing": asked.missing}
    show(told, _lines(told), as_json=as_json)
    return 1 if asked.missing else 0


async def _add_comings_and_goings(asked: Asking, visits: list[dict[str, Any]], day: date) -> None:
    begins, ends = bounds(day)
    requests = [{"visit_id": visit["visit_id"], "at": ends - timedelta(microseconds=1)} for visit in visits]
    for visit, attendance in zip(visits, await asked.ask_each(ReplayAttendance, requests), strict=True):
        seen = [] if attendance is None else [entry for entry in attendance["timeline"] if entry["at"] >= begins]
        visit["timeline"] = merged(in_order("booking", visit["timeline"]), in_order("visit-media", seen))


async def _add_notices(asked: Asking, visits: list[dict[str, Any]], day: date) -> None:
    begins, ends = bounds(day)
    requests = [{"visit_id": visit["visit_id"], "at": ends - timedelta(microseconds=1)} for visit in visits]
    for visit, replayed in zip(visits, await asked.ask_each(ReplayNotices, requests), strict=True):
        notices = [] if replayed is None else replayed["notices"]
        visit["notices"] = [notice for notice in notices if notice["asked_at"] >= begins]


def _lines(told: dict[str, Any]) -> Iterator[str]:
    visits = told["visits"]
    yield f"{told['day']} (Europe/Stockholm): {len(visits)} visits booked for it, or to which something happened"
    headings = ("starts", "length", "state", "kind", "staff", "patients", "visit")
    yield from table(headings, map(_row, visits))
    for visit in visits:
        if visit["timeline"] or visit["notices"]:
            yield ""
            yield f"Visit {visit['visit_id']}, on this day:"
            yield from timeline(visit["timeline"])
        if visit["notices"]:
            yield from table(NOTICE_HEADINGS, notice_rows(visit["notices"]))
    yield from missing(told["missing"])


def _row(visit: dict[str, Any]) -> tuple[Any, ...]:
    return (
        time(visit["starts_at"]),
        f"{visit['length_minutes']} min",
        visit["state"] + ("!" if visit["needs_action"] else ""),
        "group" if visit["is_group"] else "two",
        len(visit["staff_ids"]),
        len(visit["patient_ids"]),
        visit["visit_id"],
    )
