"""Visits: «Mina bokningar», one visit, booking, changing and cancelling."""

from typing import Any

from contracts.booking.calls import BookVisit, CancelVisit, ChangeVisit, ListVisits, ListVisitsNeedingAction
from gateway.endpoints import Asked, Endpoint
from gateway.limiting import Limit
from gateway.shapes.booking import Booked, Booking, Cancelled, Cancelling, Changing
from gateway.shapes.reaching import AtLeast, Reached
from gateway.shapes.visits import OwnVisitsAsked, Visit, VisitPage, Visits
from gateway.showing import shown_visits
from gateway.visiting import read_visit

BOOKING = (Limit(60, 60, "session"),)
"""Far above what anyone plans; each booking may be a series, and tell everyone in it."""


async def my_visits(asked: Asked) -> dict[str, Any]:
    page = await asked.caller.call(ListVisits, person_id=asked.session.person_id, **asked.query)
    return {**page, "visits": await shown_visits(asked, page["visits"])}


async def needing_action(asked: Asked) -> dict[str, Any]:
    reply = await asked.caller.call(ListVisitsNeedingAction, at_least=asked.query["at_least"])
    return {"visits": await shown_visits(asked, reply["visits"])}


async def one_visit(asked: Asked) -> dict[str, Any]:
    [visit] = await shown_visits(asked, [await read_visit(asked, as_administrator=True)])
    return visit


async def book(asked: Asked) -> dict[str, Any]:
    asked.concerns(*asked.body["staff_ids"], *asked.body["patient_ids"])
    return await asked.caller.call(
        BookVisit, visit_id=asked.path["visit_id"], booked_by=asked.session.person_id, **asked.body
    )


async def change(asked: Asked) -> dict[str, Any]:
    """Whoever is brought in is concerned as well as whoever was there."""
    await read_visit(asked, as_administrator=True)
    asked.concerns(*asked.body["staff_ids"], *asked.body["patient_ids"])
    return await asked.caller.call(
        ChangeVisit, visit_id=asked.path["visit_id"], changed_by=asked.session.person_id, **asked.body
    )


async def cancel(asked: Asked) -> dict[str, Any]:
    await read_visit(asked, as_administrator=True)
    return await asked.caller.call(
        CancelVisit, visit_id=asked.path["visit_id"], cancelled_by=asked.session.person_id, **asked.body
    )


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/visits",
        handler=my_visits,
        summary="«Mina bokningar»: the visits one belongs to, of a tab, of a stretch of time, or the latest",
        access="participant",
        action="visit.list",
        may_be_noted_later=True,
        query=OwnVisitsAsked,
        answer=VisitPage,
    ),
    Endpoint(
        method="GET",
        path="/api/visits/attention",
        handler=needing_action,
        summary="«Behöver åtgärd»: visits that lost their staff or their patient, by start",
        access="administrator",
        action="visit.list_needing_action",
        query=AtLeast,
        answer=Visits,
    ),
    Endpoint(
        method="GET",
        path="/api/visits/{visit_id:uuid}",
        handler=one_visit,
        summary="One visit, for those who belong to it, and administrators",
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
        summary="Book a visit or a series; the browser makes the id, so that asking twice books once",
        access="colleague",
        action="visit.book",
        body=Booking,
        answer=Booked,
        status=201,
        refusals=(403, 404, 409),
        limits=BOOKING,
    ),
    Endpoint(
        method="POST",
        path="/api/visits/{visit_id:uuid}/change",
        handler=change,
        summary="«Ändra»: name, time, length and people, from the `details_version` that was read",
        access="colleague",
        action="visit.change",
        body=Changing,
        answer=Reached,
        refusals=(403, 404, 409),
        limits=BOOKING,
    ),
    Endpoint(
        method="POST",
        path="/api/visits/{visit_id:uuid}/cancel",
        handler=cancel,
        summary="«Avboka» one visit, or with it the later ones of its series",
        access="participant",
        action="visit.cancel",
        body=Cancelling,
        answer=Cancelled,
        refusals=(403, 404, 409),
    ),
)
