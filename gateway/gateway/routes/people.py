"""The people whom staff may invite."""

from typing import Any

from contracts.identity.calls import ListPeople
from gateway.endpoints import Asked, Endpoint
from gateway.shapes.people import Patients


async def patients(asked: Asked) -> dict[str, Any]:
    found = (await asked.caller.call(ListPeople, role="patient"))["people"]
    asked.concerns(*(person["id"] for person in found))
    return {"patients": found}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/patients",
        handler=patients,
        summary="The active patients, by name",
        access="staff",
        action="person.list",
        answer=Patients,
        refusals=(403,),
    ),
)
