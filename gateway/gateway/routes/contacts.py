"""«Mina Kontakter»: those with whom one has or had visits."""

from typing import Any

from contracts.booking.calls import ListContacts
from gateway.endpoints import Asked, Endpoint
from gateway.naming import describe, is_colleague, named
from gateway.shapes.contacts import Contacts
from gateway.shapes.reaching import AtLeast


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
            named(contact["person_id"], known, asked)
            | {"roles": known[contact["person_id"]]["roles"]}
            | {moment: contact[moment] for moment in ("latest_visit_at", "next_visit_at")}
            for contact in shown
        ]
    }


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
)
