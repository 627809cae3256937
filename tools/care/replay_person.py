"""Replays one person: what they could see and do at a moment, and what led to it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.booking.calls import ReplayPerson
from contracts.identity.calls import ReplayPersonStanding
from contracts.notifications.calls import ReplayNotices
from contracts.visit_media.calls import ReplayAttendance
from tools.care.asking import Asking, asking
from tools.care.printing import in_order, missing, show, table, time, timeline
from tools.care.replay import NOTICE_HEADINGS, notice_rows

OPEN = ("booked", "started")
MOST_SHOWN = 40


async def replay_person(person_id: UUID, at: datetime | None, *, as_json: bool) -> int:
    """Prints rights, sign-ins, visits and notices as they were; 1 when a service did not answer."""
    moment = at or datetime.now(UTC)
    async with asking() as asked:
        standing = await asked.ask(ReplayPersonStanding, person_id=person_id, at=moment)
        rights = {} if standing is None else {"roles": standing["roles"], "status": standing["status"]}
        replayed = await asked.ask(ReplayPerson, person_id=person_id, at=moment, **rights)
        visits = [] if replayed is None else replayed["visits"]
        await _add_whereabouts(asked, visits, person_id, moment)
        notices = await asked.ask(ReplayNotices, person_id=person_id, at=moment)
    told = {
        "person_id": person_id,
        "at": moment,
        "standing": standing,
        "visits": visits,
        "notices": (notices or {}).get("notices", []),
        "missing": asked.missing,
    }
    show(told, _lines(told), as_json=as_json)
    return 1 if asked.missing else 0


async def _add_whereabouts(asked: Asking, visits: list[dict[str, Any]], person_id: UUID, at: datetime) -> None:
    """For what lay ahead or went on: whether the person waited for it, or was connected."""
    open_ones = [visit for visit in visits if visit["state"] in OPEN]
    requests = [{"visit_id": visit["visit_id"], "at": at} for visit in open_ones]
    for visit, attendance in zip(open_ones, await asked.ask_each(ReplayAttendance, requests), strict=True):
        if attendance is not None:
            visit["was_waiting"] = person_id in attendance["waiting"]
            visit["was_connected"] = person_id in attendance["present"]


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"Person {told['person_id']}"
    yield from _standing(told["standing"], told["at"])
    yield ""
    yield from _visits(told["visits"])
    if told["notices"]:
        yield ""
        yield f"What the person had been told, the latest {MOST_SHOWN}:"
        yield from table(NOTICE_HEADINGS, notice_rows(told["notices"][-MOST_SHOWN:]))
    if told["standing"] is not None:
        yield ""
        yield f"Rights and sign-ins that led to it, the latest {MOST_SHOWN}:"
        yield from timeline(in_order("identity", told["standing"]["timeline"][-MOST_SHOWN:]))
    yield from missing(told["missing"])


def _standing(standing: dict[str, Any] | None, at: datetime) -> Iterator[str]:
    if standing is None:
        yield f"at {time(at)}: rights and sign-ins are not known; what the visits ask for is supposed"
        return
    roles = " and ".join(standing["roles"]) or "nothing"
    yield f"at {time(at)} the person was: {standing['status']}, {roles}"
    if standing["status"] != "active":
        yield "  could not sign in, so could see and do nothing"
    elif not standing["sign_ins"]:
        yield "  was not signed in; what follows could be seen and done after signing in"
    for sign_in in standing["sign_ins"]:
        way = f"{sign_in['method']} ({sign_in['strength']})"
        yield f"  signed in    {time(sign_in['opened_at'])} by {way}, session {sign_in['session_id']}"
    if standing["status"] == "active" and "administrator" in standing["roles"]:
        yield "  as an administrator: could read, change and cancel every visit, and rearrange a colleague's"


def _visits(visits: list[dict[str, Any]]) -> Iterator[str]:
    open_ones = [visit for visit in visits if visit["state"] in OPEN]
    over = [visit for visit in visits if visit["state"] not in OPEN]
    yield f"Visits that lay ahead or went on: {len(open_ones)}"
    yield from _shown(sorted(open_ones, key=lambda visit: visit["starts_at"])[:MOST_SHOWN], len(open_ones))
    yield f"Visits that were over: {len(over)}"
    latest = sorted(over, key=lambda visit: visit["starts_at"], reverse=True)[:MOST_SHOWN]
    yield from _shown(latest, len(over))


def _shown(visits: list[dict[str, Any]], count: int) -> Iterator[str]:
    if not visits:
        return
    rows = (
        (
            time(visit["starts_at"]),
            f"{visit['length_minutes']} min",
            visit["state"],
            visit["role"],
            _where(visit),
            ", ".join(visit["can"]) or "-",
            visit["visit_id"],
        )
        for visit in visits
    )
    yield from table(("starts", "length", "state", "as", "was", "could", "visit"), rows)
    if count > len(visits):
        yield f"  and {count - len(visits)} more (--json tells all)"


def _where(visit: dict[str, Any]) -> str:
    if visit.get("was_connected"):
        return "connected"
    return "waiting" if visit.get("was_waiting") else "-"
