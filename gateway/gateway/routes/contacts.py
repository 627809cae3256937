"""«Mina Kontakter»: those with whom one has or had visits, and which visits those are."""

from typing import Any
from uuid import UUID

from contracts.booking.calls import ListContacts, ListVisitsWith
from contracts.refusals import Refused
from gateway.abilities import decides
from gateway.endpoints import Asked, Endpoint
from gateway.naming import People, by_name, describe, is_colleague, named
from gateway.shapes.contacts import ContactHistory, Contacts
from gateway.shapes.reaching import AtLeast
from gateway.shapes.visits import Page
from gateway.showing import shown_visits


async def contacts(asked: Asked) -> dict[str, Any]:
    """Patients meet staff here and never other patients; whoever was removed is nobody's contact."""
    reader = asked.session
    reply = await asked.caller.call(ListContacts, person_id=reader.person_id, at_least=asked.query["at_least"])
    known = await describe(asked.caller, [contact["person_id"] for contact in reply["contacts"]])
    shown = [
        contact
        for contact in reply["contacts"]
        if contact["person_id"] in known and (is_colleague(reader) or "staff" in known[contact["person_id"]]["roles"])
    ]
    return {
        "contacts": [
            _contact(contact["person_id"], known, asked)
            | {moment: contact[moment] for moment in ("latest_visit_at", "next_visit_at")}
            for contact in shown
        ]
    }


async def contact_visits(asked: Asked) -> dict[str, Any]:
    """«Bokningshistorik»: visits in which one of the two took part as staff. Without any they are no contacts."""
    contact_id = asked.path["person_id"]
    known = await describe(asked.caller, [contact_id])
    visits, following = await _visits_with(asked, contact_id) if contact_id in known else ([], None)
    if not visits:
        raise Refused("not_found", "not_found")
    return {
        "contact": _contact(contact_id, known, asked),
        "visits": await shown_visits(asked, visits),
        "next": following,
    }


async def _visits_with(asked: Asked, contact_id: UUID) -> tuple[list[dict[str, Any]], str | None]:
    """The next page that holds anything to show, and where the one after it begins."""
    reader, page = asked.session, dict(asked.query)
    while True:
        reply = await asked.caller.call(ListVisitsWith, person_id=reader.person_id, contact_id=contact_id, **page)
        visits = [each for each in reply["visits"] if decides(each, reader) or contact_id in each["staff_ids"]]
        if visits or reply["next"] is None:
            return visits, reply["next"]
        page["after"] = reply["next"]


def _contact(person_id: UUID, known: People, asked: Asked) -> dict[str, Any]:
    """Colleagues know patients by name and number; whom a patient meets here is staff, and seen by name."""
    seen = named(person_id, known, asked) if is_colleague(asked.session) else by_name(person_id, known, asked)
    return seen | {"roles": known[person_id]["roles"]}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/contacts",
        handler=contacts,
        summary="«Mina Kontakter»: those with whom one has or had visits, the latest first",
        access="participant",
        action="contact.list",
        query=AtLeast,
        answer=Contacts,
    ),
    Endpoint(
        method="GET",
        path="/api/contacts/{person_id:uuid}/visits",
        handler=contact_visits,
        summary="«Bokningshistorik»: the visits one has or had with a contact, the latest first",
        access="participant",
        action="contact.read",
        query=Page,
        answer=ContactHistory,
        refusals=(404,),
    ),
)
