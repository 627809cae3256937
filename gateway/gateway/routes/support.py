"""The access that the platform's support has: given and seen by administrators, used by support (SUP-1)."""

import asyncio
from typing import Any

from contracts.audit.calls import ListAccesses
from contracts.identity.calls import CloseSupport, FindHolder, OpenSupport, ReadSupport
from gateway.endpoints import Asked, Endpoint
from gateway.limiting import Limit
from gateway.naming import People, describe, someone
from gateway.routes.people import restore_person
from gateway.shapes.people import Restoring
from gateway.shapes.reaching import AtLeast, Reached
from gateway.shapes.support import FoundBySupport, Opening, Sought, Support

ACCESSES_SHOWN = 100
SEARCHES = Limit(times=30, seconds=60, per="session")  # support helps with one person; it does not browse


async def read_support(asked: Asked) -> dict[str, Any]:
    read, accesses = await asyncio.gather(
        asked.caller.call(ReadSupport, at_least=asked.query["at_least"]),
        asked.caller.call(ListAccesses, role="support", limit=ACCESSES_SHOWN),
    )
    windows, accesses = read["windows"], accesses["accesses"]
    actors = {each[who] for each in windows for who in ("opened_by", "closed_by")}
    people = await describe(asked.caller, (actors | {each["actor_id"] for each in accesses}) - {None})
    return {
        "is_open": read["is_open"],
        "windows": [_window(window, people) for window in windows],
        "accesses": [{**each, "actor": someone(each["actor_id"], people)} for each in accesses],
    }


async def open_support(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        OpenSupport, window_id=asked.path["window_id"], opened_by=asked.session.person_id, **asked.body
    )


async def close_support(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(CloseSupport, closed_by=asked.session.person_id)


async def find_for_support(asked: Asked) -> dict[str, Any]:
    """One person by the whole number, and no more of them than shows that it is the right one."""
    found = await asked.caller.call(FindHolder, asked_by=asked.session.person_id, **asked.body)
    asked.concerns(found["person_id"])
    return {**found, "id": found["person_id"]}


async def restore_for_support(asked: Asked) -> dict[str, Any]:
    """What an administrator does too, by a door of its own."""
    return await restore_person(asked)


def _window(window: dict[str, Any], people: People) -> dict[str, Any]:
    return {
        **window,
        "id": window["window_id"],
        "opened_by": someone(window["opened_by"], people),
        "closed_by": someone(window["closed_by"], people) if window["closed_by"] else None,
    }


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/support",
        handler=read_support,
        summary="Whether support is let in, by whom and why, and what it did",
        access="administrator",
        action="support.read",
        query=AtLeast,
        answer=Support,
        refusals=(403,),
    ),
    Endpoint(
        method="POST",
        path="/api/support/{window_id:uuid}",
        handler=open_support,
        summary="Let support in for some hours",
        access="administrator",
        action="support.open",
        body=Opening,
        answer=Reached,
        refusals=(409,),
    ),
    Endpoint(
        method="POST",
        path="/api/support/close",
        handler=close_support,
        summary="End support's access now",
        access="administrator",
        action="support.close",
        answer=Reached,
        refusals=(409,),
    ),
    Endpoint(
        method="POST",
        path="/api/support/people/search",
        handler=find_for_support,
        summary="Find one person by the whole number",
        access="support",
        action="person.find",
        body=Sought,
        answer=FoundBySupport,
        refusals=(404, 409, 429),
        limits=(SEARCHES,),
    ),
    Endpoint(
        method="POST",
        path="/api/support/people/{person_id:uuid}/restore",
        handler=restore_for_support,
        summary="Make a removed person active again, for a reason",
        access="support",
        action="person.restore",
        body=Restoring,
        answer=Reached,
        refusals=(409,),
    ),
)
