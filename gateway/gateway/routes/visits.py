"""Visits: booking, starting, joining, ending, cancelling, and «Mina bokningar»."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from marshmallow import Schema

from chassis.aio import Caller
from contracts.booking.calls import (
    BookVisit,
    CancelVisit,
    EndVisit,
    ListVisits,
    ListVisitsNeedingAction,
    ReadVisit,
    StartVisit,
)
from contracts.refusals import Refused
from contracts.visit_media.calls import ListPresent
from gateway.endpoints import Asked, Endpoint, Handler
from gateway.media_tokens import join_token
from gateway.naming import People, describe, named
from gateway.session import Session
from gateway.shapes.reaching import AtLeast, Reached
from gateway.shapes.visits import Booking, Cancelling, Joining, Visit, Visits, VisitsNeedingAction

NOT_JOINABLE = {"booked": "visit_not_started", "ended": "visit_ended", "cancelled": "visit_cancelled"}


async def my_visits(asked: Asked) -> dict[str, Any]:
    reply = await asked.caller.call(ListVisits, person_id=asked.session.person_id, at_least=asked.query["at_least"])
    return {"visits": await _seen(asked, reply["visits"]), "position": reply["position"]}


async def needing_action(asked: Asked) -> dict[str, Any]:
    reply = await asked.caller.call(ListVisitsNeedingAction, at_least=asked.query["at_least"])
    return {"visits": await _seen(asked, reply["visits"])}


async def one_visit(asked: Asked) -> dict[str, Any]:
    [visit] = await _seen(asked, [await _read(asked)])
    return visit


async def book(asked: Asked) -> dict[str, Any]:
    asked.concerns(asked.body["patient_id"])
    return await asked.caller.call(
        BookVisit, visit_id=asked.path["visit_id"], booked_by=asked.session.person_id, **asked.body
    )


async def start(asked: Asked) -> dict[str, Any]:
    await _read(asked)
    return await asked.caller.call(StartVisit, visit_id=asked.path["visit_id"], started_by=asked.session.person_id)


async def end(asked: Asked) -> dict[str, Any]:
    await _read(asked, as_administrator=_administers(asked.session))
    return await asked.caller.call(EndVisit, visit_id=asked.path["visit_id"], ended_by=asked.session.person_id)


async def cancel(asked: Asked) -> dict[str, Any]:
    await _read(asked, as_administrator=_administers(asked.session))
    return await asked.caller.call(
        CancelVisit, visit_id=asked.path["visit_id"], cancelled_by=asked.session.person_id, **asked.body
    )


async def join(asked: Asked) -> dict[str, Any]:
    """Read from the log itself, so that a visit that ended a moment ago gives no new token."""
    visit = await _read(asked)
    if visit["state"] != "started":
        raise Refused("conflict", NOT_JOINABLE[visit["state"]])
    settings = asked.house.settings
    token, expires_at = join_token(
        api_key=settings.media_api_key,
        api_secret=settings.media_api_secret,
        visit_id=visit["id"],
        visit_version=visit["version"],
        person_id=asked.session.person_id,
        session_id=asked.session.session_id,
        is_staff=asked.session.person_id in visit["staff_ids"],
        now=datetime.now(UTC),
    )
    return {"url": settings.media_public_url, "token": token, "expires_at": expires_at}


def _administers(reader: Session) -> bool:
    return "administrator" in reader.person["roles"]


async def _read(asked: Asked, *, as_administrator: bool = False) -> dict[str, Any]:
    """The visit as the log tells it now; whoever belongs to it is concerned, whatever is done with it."""
    reply = await asked.caller.call(
        ReadVisit,
        visit_id=asked.path["visit_id"],
        person_id=asked.session.person_id,
        as_administrator=as_administrator,
    )
    visit: dict[str, Any] = reply["visit"]
    asked.concerns(*visit["staff_ids"], *visit["patient_ids"])
    return visit


async def _seen(asked: Asked, visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Visits as their reader may see them: with names, who is there now, and what may be done."""
    started = [visit["id"] for visit in visits if visit["state"] == "started"]
    people, present = await asyncio.gather(describe(asked.caller, _people_of(visits)), _present(asked.caller, started))
    return [_shown(visit, people, present.get(visit["id"], []), asked) for visit in visits]


def _people_of(visits: Iterable[dict[str, Any]]) -> Iterable[UUID]:
    for visit in visits:
        yield from visit["staff_ids"]
        yield from visit["patient_ids"]
        if visit["ended_by"]:
            yield visit["ended_by"]


async def _present(caller: Caller, visit_ids: list[UUID]) -> dict[UUID, list[UUID]]:
    """Who is connected; unknown while the media service is away, which must not hide the visits themselves."""
    if not visit_ids:
        return {}
    try:
        reply = await caller.call(ListPresent, visit_ids=visit_ids)
    except Refused:
        return {}
    return {entry["visit_id"]: entry["person_ids"] for entry in reply["present"]}


def _shown(visit: dict[str, Any], people: People, present: list[UUID], asked: Asked) -> dict[str, Any]:
    ended_by, reader = visit["ended_by"], asked.session
    return {
        **{key: visit[key] for key in ("id", "version", "name", "state", "starts_at", "length_minutes")},
        **{key: visit[key] for key in ("started_at", "ended_at", "cancelled_at", "cancel_reason")},
        "ends_at": visit["starts_at"] + timedelta(minutes=visit["length_minutes"]),
        "ended_by": named(ended_by, people, asked) if ended_by else None,
        "staff": [named(person_id, people, asked) for person_id in visit["staff_ids"]],
        "patients": [named(person_id, people, asked) for person_id in visit["patient_ids"]],
        "needs_action": visit["needs_action"],
        "present": present,
        "can": _abilities(visit, reader),
    }


def _abilities(visit: dict[str, Any], reader: Session) -> dict[str, bool]:
    """Administrators call off any visit, and end one whose staff are all gone: nobody else is left who could."""
    state, administers = visit["state"], _administers(reader)
    leads = reader.is_staff and reader.person_id in visit["staff_ids"]
    belongs = reader.person_id in [*visit["staff_ids"], *visit["patient_ids"]]
    return {
        "start": leads and state == "booked",
        "join": belongs and state == "started",
        "end": (leads or (administers and not visit["staff_ids"])) and state == "started",
        "cancel": (leads or administers) and state == "booked",
    }


def _command(path: str, handler: Handler, summary: str, body: type[Schema] | None = None) -> Endpoint:
    return Endpoint(
        method="POST",
        path=f"/api/visits/{{visit_id:uuid}}/{path}",
        handler=handler,
        summary=summary,
        access="participant",
        action=f"visit.{path}",
        may_be_noted_later=handler in (start, end, join),
        body=body,
        answer=Joining if handler is join else Reached,
        refusals=(403, 404, 409),
    )


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/visits",
        handler=my_visits,
        summary="«Mina bokningar»: the visits one belongs to, by start",
        access="participant",
        action="visit.list",
        may_be_noted_later=True,
        query=AtLeast,
        answer=Visits,
    ),
    Endpoint(
        method="GET",
        path="/api/visits/attention",
        handler=needing_action,
        summary="«Behöver åtgärd»: visits that lost their staff or their patient, by start",
        access="administrator",
        action="visit.list_needing_action",
        query=AtLeast,
        answer=VisitsNeedingAction,
    ),
    Endpoint(
        method="GET",
        path="/api/visits/{visit_id:uuid}",
        handler=one_visit,
        summary="One visit, for those who belong to it",
        access="participant",
        action="visit.read",
        may_be_noted_later=True,
        query=AtLeast,
        answer=Visit,
        refusals=(404,),
    ),
    Endpoint(
        method="POST",
        path="/api/visits/{visit_id:uuid}",
        handler=book,
        summary="Book a visit; the browser makes the id, so that asking twice books once",
        access="staff",
        action="visit.book",
        body=Booking,
        answer=Reached,
        status=201,
        refusals=(409,),
    ),
    _command("start", start, "«Starta besök»"),
    _command("end", end, "«Avsluta besök» for everyone"),
    _command("cancel", cancel, "«Avboka»", Cancelling),
    _command("join", join, "A short-lived token for the visit's room"),
)
