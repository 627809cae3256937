"""Small groups beside a group visit that is under way: opened, shown and ended together (GRP-4, GRP-6)."""

from typing import Any

from contracts.booking.calls import EndSmallGroups, ListSmallGroups, OpenSmallGroups
from gateway.abilities import decides
from gateway.endpoints import Asked, Endpoint
from gateway.shapes.booking import EndedSmallGroups, Nothing, SmallGroups
from gateway.shapes.reaching import AtLeast, Reached
from gateway.shapes.visits import Visits
from gateway.showing import shown_visits
from gateway.visiting import read_visit

PATH = "/api/visits/{visit_id:uuid}/small-groups"


async def small_groups(asked: Asked) -> dict[str, Any]:
    """Staff of the visit see all of its groups, everyone else those they are in, and no trace of the others."""
    visit = await read_visit(asked, as_administrator=True)
    reply = await asked.caller.call(ListSmallGroups, visit_id=visit["id"], at_least=asked.query["at_least"])
    groups, reader = reply["visits"], asked.session
    sees_all = decides(visit, reader)
    if not sees_all:
        groups = [group for group in groups if reader.person_id in [*group["staff_ids"], *group["patient_ids"]]]
    return {"visits": await shown_visits(asked, groups, to_staff_of_origin=sees_all)}


async def open_small_groups(asked: Asked) -> dict[str, Any]:
    await read_visit(asked)
    for group in asked.body["groups"]:
        asked.concerns(*group["staff_ids"], *group["patient_ids"])
    return await asked.caller.call(
        OpenSmallGroups, visit_id=asked.path["visit_id"], opened_by=asked.session.person_id, **asked.body
    )


async def end_small_groups(asked: Asked) -> dict[str, Any]:
    await read_visit(asked)
    return await asked.caller.call(EndSmallGroups, visit_id=asked.path["visit_id"], ended_by=asked.session.person_id)


ENDPOINTS = (
    Endpoint(
        method="GET",
        path=PATH,
        handler=small_groups,
        summary="The small groups of a visit: all of them to its staff, their own to everyone else",
        access="participant",
        action="visit.list_small_groups",
        may_be_noted_later=True,
        query=AtLeast,
        answer=Visits,
        refusals=(404,),
    ),
    Endpoint(
        method="POST",
        path=PATH,
        handler=open_small_groups,
        summary="Make and start small groups, all or none; the browser makes the ids",
        access="staff",
        action="visit.open_small_groups",
        may_be_noted_later=True,
        body=SmallGroups,
        answer=Reached,
        refusals=(403, 404, 409),
    ),
    Endpoint(
        method="POST",
        path=f"{PATH}/end",
        handler=end_small_groups,
        summary="End every small group of a visit; the visit itself goes on",
        access="staff",
        action="visit.end_small_groups",
        may_be_noted_later=True,
        body=Nothing,
        answer=EndedSmallGroups,
        refusals=(403, 404, 409),
    ),
)
