"""All visits of a colleague who is away: what a plan would do with them, doing it, and how far that has come."""

from typing import Any

from contracts.booking.calls import (
    PreviewRearrangement,
    ReadRearrangement,
    StartRearrangement,
    StopRearrangement,
)
from gateway.endpoints import Asked, Endpoint
from gateway.limiting import Limit
from gateway.naming import describe, named
from gateway.shapes.booking import Nothing
from gateway.shapes.reaching import AtLeast, Reached
from gateway.shapes.rearrangements import Plan, Preview, PreviewAsked, Rearrangement
from gateway.showing import shown_visits

PATH = "/api/rearrangements/{rearrangement_id:uuid}"
PREVIEWING = (Limit(30, 60, "session"),)
"""Each looks at up to five hundred visits, and at who is busy during them."""


async def preview_rearrangement(asked: Asked) -> dict[str, Any]:
    _concerns_colleagues(asked, asked.body)
    preview = await asked.caller.call(
        PreviewRearrangement, asked_by=asked.session.person_id, at_least=asked.query["at_least"], **asked.body
    )
    visits = await shown_visits(asked, [planned["visit"] for planned in preview["visits"]])
    planned = [each | {"visit": visit} for each, visit in zip(preview["visits"], visits, strict=True)]
    return {"visits": planned, "has_more": preview["has_more"]}


async def start_rearrangement(asked: Asked) -> dict[str, Any]:
    """Booking notes what becomes of each visit; here it is noted whose visits were to be rearranged."""
    _concerns_colleagues(asked, asked.body)
    return await asked.caller.call(
        StartRearrangement,
        rearrangement_id=asked.path["rearrangement_id"],
        asked_by=asked.session.person_id,
        **asked.body,
    )


async def read_rearrangement(asked: Asked) -> dict[str, Any]:
    read = await asked.caller.call(ReadRearrangement, rearrangement_id=asked.path["rearrangement_id"])
    colleagues = [read[who] for who in ("person_id", "substitute_id", "asked_by") if read[who] is not None]
    people = await describe(asked.caller, colleagues)
    substitute_id = read["substitute_id"]
    return {
        **read,
        "id": read["rearrangement_id"],
        "person": named(read["person_id"], people, asked),
        "substitute": named(substitute_id, people, asked) if substitute_id else None,
        "asked_by": named(read["asked_by"], people, asked),
    }


async def stop_rearrangement(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        StopRearrangement,
        rearrangement_id=asked.path["rearrangement_id"],
        stopped_by=asked.session.person_id,
    )


def _concerns_colleagues(asked: Asked, plan: dict[str, Any]) -> None:
    asked.concerns(*(plan[who] for who in ("person_id", "substitute_id") if plan[who] is not None))


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/api/rearrangements/preview",
        handler=preview_rearrangement,
        summary="What a plan would do with each coming visit of a colleague; nothing is changed",
        access="administrator",
        action="rearrangement.find",
        query=AtLeast,
        body=PreviewAsked,
        answer=Preview,
        refusals=(403, 404, 409),
        limits=PREVIEWING,
    ),
    Endpoint(
        method="POST",
        path=PATH,
        handler=start_rearrangement,
        summary="Begin to rearrange these visits; the browser makes the id, so that asking twice begins once",
        access="administrator",
        action="rearrangement.start",
        body=Plan,
        answer=Reached,
        status=202,
        refusals=(403, 404, 409),
    ),
    Endpoint(
        method="GET",
        path=PATH,
        handler=read_rearrangement,
        summary="How far it has come, and which visits could not be changed, and why",
        access="administrator",
        action="rearrangement.read",
        query=AtLeast,
        answer=Rearrangement,
        refusals=(404,),
    ),
    Endpoint(
        method="POST",
        path=f"{PATH}/stop",
        handler=stop_rearrangement,
        summary="Leave the visits that are not yet seen to as they are",
        access="administrator",
        action="rearrangement.stop",
        body=Nothing,
        answer=Reached,
        refusals=(403, 404, 409),
    ),
)
