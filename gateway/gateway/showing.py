"""Visits as their reader may see them: by name, with who is there, whence they came, and what may be done."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.aio import Caller
from contracts.refusals import Refused
from contracts.visit_media.calls import ListPresent
from gateway.abilities import abilities, decides, ends_at, invite_again_until
from gateway.endpoints import Asked
from gateway.gathering import gathered_by
from gateway.naming import People, VisitNaming, describe, told_apart
from gateway.visiting import belonging_to

TOLD_AS_IT_IS = (
    "id",
    "version",
    "details_version",
    "name",
    "is_group",
    "state",
    "starts_at",
    "length_minutes",
    "started_at",
    "ended_at",
    "cancelled_at",
    "cancel_reason",
    "missed_at",
    "needs_action",
    "series_id",
)
VISITS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Room:
    """Who is in a visit's room, who waits for it, and who ever came, in order."""

    person_ids: list[UUID] = field(default_factory=list)
    waiting_ids: list[UUID] = field(default_factory=list)
    arrival_ids: list[UUID] = field(default_factory=list)


EMPTY = Room()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the visits themselves, when they are shown."""

    people: People
    rooms: dict[UUID, Room]
    own: set[UUID]
    """The visits they came out of, or became, that the reader belongs to."""
    now: datetime
    in_full: bool
    """Shown to staff of the visit that these came out of."""


async def shown_visits(
    asked: Asked, visits: list[dict[str, Any]], *, to_staff_of_origin: bool = False
) -> list[dict[str, Any]]:
    """These visits, each as whoever asked may see it."""
    people, rooms, own = await asyncio.gather(
        describe(asked.caller, _people_of(visits)),
        _rooms(asked.caller, visits),
        belonging_to(asked, _linked(visits)),
    )
    known = Known(people, rooms, own, datetime.now(UTC), to_staff_of_origin)
    return [_shown(visit, known, asked) for visit in visits]


def _people_of(visits: Iterable[dict[str, Any]]) -> Iterable[UUID]:
    for visit in visits:
        yield from visit["staff_ids"]
        yield from visit["patient_ids"]
        if visit["ended_by"]:
            yield visit["ended_by"]


def _linked(visits: Iterable[dict[str, Any]]) -> Iterable[UUID]:
    for visit in visits:
        yield from (linked for linked in (visit["origin_id"], visit["again_id"]) if linked is not None)


async def _rooms(caller: Caller, visits: list[dict[str, Any]]) -> dict[UUID, Room]:
    """Who is there; unknown while the media service is away, which must not hide the visits themselves."""
    wanted = [visit["id"] for visit in visits if visit["state"] in ("booked", "started") or visit["is_group"]]
    pages = [wanted[first : first + VISITS_AT_ONCE] for first in range(0, len(wanted), VISITS_AT_ONCE)]
    try:
        asking = gathered_by(caller)
        replies = await asyncio.gather(*(asking.ask(ListPresent, visit_ids=page) for page in pages))
    except Refused:
        return {}
    return {
        room["visit_id"]: Room(room["person_ids"], room["waiting_ids"], room["arrival_ids"])
        for reply in replies
        for room in reply["present"]
    }


def _shown(visit: dict[str, Any], known: Known, asked: Asked) -> dict[str, Any]:
    reader, ended_by, room = asked.session, visit["ended_by"], known.rooms.get(visit["id"], EMPTY)
    in_full = known.in_full or decides(visit, reader)
    initials = told_apart(visit["patient_ids"], room.arrival_ids, known.people)
    naming = VisitNaming(known.people, asked, initials, in_full)
    came_from = visit["origin_id"] if visit["origin_id"] in known.own else None
    return {
        **{key: visit[key] for key in TOLD_AS_IT_IS},
        "ends_at": ends_at(visit),
        "ended_by": naming.staff(ended_by) if ended_by else None,
        "staff": [naming.staff(person_id) for person_id in visit["staff_ids"]],
        "patients": [naming.patient(person_id) for person_id in visit["patient_ids"]],
        "people_count": len(visit["staff_ids"]) + len(visit["patient_ids"]),
        "origin_id": came_from,
        "origin_cause": visit["origin_cause"] if came_from else None,
        "again_id": visit["again_id"] if visit["again_id"] in known.own else None,
        "invite_again_until": invite_again_until(visit, reader, known.now),
        "present": room.person_ids,
        "waiting": room.waiting_ids if in_full else [],
        "can": abilities(visit, reader, known.now),
    }
