"""«Våra bokningar» for administrators, and the visits of one series."""

from typing import Any

from contracts.booking.calls import ListBookings, ListSeries
from contracts.identity.calls import FindHolder
from contracts.refusals import Refused
from gateway.endpoints import Asked, Endpoint
from gateway.naming import describe
from gateway.routes.people import GUESSING
from gateway.shapes.bookings import BookingsSearch, FoundBookings
from gateway.shapes.reaching import AtLeast
from gateway.shapes.visits import BookingsAsked, VisitPage, Visits
from gateway.showing import shown_visits

NOBODY: dict[str, Any] = {"person": None, "visits": [], "next": None}


async def our_bookings(asked: Asked) -> dict[str, Any]:
    page = await asked.caller.call(ListBookings, **asked.query)
    return {**page, "visits": await shown_visits(asked, page["visits"])}


async def search_bookings(asked: Asked) -> dict[str, Any]:
    """The visits of whoever holds a whole number, patient or colleague; one who was removed is nobody (STA-3)."""
    sought = dict(asked.body)
    person = await _holder(asked, sought.pop("personnummer"))
    if person is None:
        return NOBODY
    asked.concerns(person["id"])
    page = await asked.caller.call(ListBookings, person_id=person["id"], at_least=asked.query["at_least"], **sought)
    return {"person": person, "visits": await shown_visits(asked, page["visits"]), "next": page["next"]}


async def series(asked: Asked) -> dict[str, Any]:
    """Those of its visits that one belongs to, or all of them to administrators."""
    reply = await asked.caller.call(ListSeries, series_id=asked.path["series_id"], at_least=asked.query["at_least"])
    visits, reader = reply["visits"], asked.session
    if not reader.is_administrator:
        visits = [visit for visit in visits if reader.person_id in [*visit["staff_ids"], *visit["patient_ids"]]]
    if not visits:
        raise Refused("not_found", "not_found")
    return {"visits": await shown_visits(asked, visits)}


async def _holder(asked: Asked, personnummer: str) -> dict[str, Any] | None:
    try:
        holder = await asked.caller.call(FindHolder, asked_by=asked.session.person_id, personnummer=personnummer)
    except Refused as refused:
        if refused.code == "person_unknown":
            return None
        raise
    if holder["status"] == "removed":
        return None
    return (await describe(asked.caller, [holder["person_id"]])).get(holder["person_id"])


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/bookings",
        handler=our_bookings,
        summary="«Våra bokningar»: the visits of a tab, a page at a time",
        access="administrator",
        action="booking.list",
        query=BookingsAsked,
        answer=VisitPage,
    ),
    Endpoint(
        method="POST",
        path="/api/bookings/search",
        handler=search_bookings,
        summary="«Våra bokningar» of one participant, by the whole personnummer",
        access="administrator",
        action="booking.search",
        query=AtLeast,
        body=BookingsSearch,
        answer=FoundBookings,
        refusals=(403, 409),
        limits=GUESSING,
    ),
    Endpoint(
        method="GET",
        path="/api/series/{series_id:uuid}",
        handler=series,
        summary="The visits of one repeated booking that one belongs to, by start; all of them to administrators",
        access="colleague",
        action="series.read",
        query=AtLeast,
        answer=Visits,
        refusals=(404,),
    ),
)
