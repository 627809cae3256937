"""What one asks while booking: which colleagues there are, and who is busy then."""

from datetime import timedelta
from typing import Any

from contracts.booking.calls import ListOverlaps
from contracts.identity.calls import SearchPeople
from gateway.endpoints import Asked, Endpoint
from gateway.naming import describe, named
from gateway.routes.people import SEARCHING
from gateway.shapes.colleagues import ColleagueSearch, FoundColleagues, Overlaps, OverlapsAsked
from gateway.shapes.reaching import AtLeast


async def search_colleagues(asked: Asked) -> dict[str, Any]:
    """Active staff by name; a whole number finds nobody here: what colleagues hold is not for colleagues."""
    text = asked.body["text"]
    if any(letter.isdigit() for letter in text):
        return {"people": [], "has_more": False}
    found = await asked.caller.call(
        SearchPeople, roles=["staff"], statuses=["active"], at_least=asked.query["at_least"], **asked.body
    )
    asked.concerns(*(person["id"] for person in found["people"]))
    return found


async def overlaps(asked: Asked) -> dict[str, Any]:
    """Who has another visit at the time, and when: a notice and never a hindrance, and times only (BOK-9)."""
    asked.concerns(*asked.body["person_ids"])
    found = (await asked.caller.call(ListOverlaps, **asked.body))["overlaps"]
    people = await describe(asked.caller, [overlap["person_id"] for overlap in found])
    return {
        "overlaps": [
            {
                "person": named(overlap["person_id"], people, asked),
                "starts_at": overlap["starts_at"],
                "ends_at": overlap["starts_at"] + timedelta(minutes=overlap["length_minutes"]),
            }
            for overlap in found
        ]
    }


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/api/colleagues/search",
        handler=search_colleagues,
        summary="Active staff by name, a page at a time",
        access="colleague",
        action="colleague.search",
        query=AtLeast,
        body=ColleagueSearch,
        answer=FoundColleagues,
        limits=SEARCHING,
    ),
    Endpoint(
        method="POST",
        path="/api/visits/overlaps",
        handler=overlaps,
        summary="Who of these people has another visit at a time, or at any of a series",
        access="colleague",
        action="overlap.find",
        query=AtLeast,
        body=OverlapsAsked,
        answer=Overlaps,
        limits=SEARCHING,
    ),
)
