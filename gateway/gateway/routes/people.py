"""The people whom staff may invite."""

from typing import Any

from contracts.identity.calls import ListPeople
from gateway.endpoints import Asked, Endpoint
from gateway.shapes.people import Patients


async def patients(asked: Asked) -> dict[str, Any]:
    return {"patients": (await asked.caller.call(ListPeople, role="patient"))["people"]}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/patients",
        handler=patients,
        summary="The active patients, by name",
        access="staff",
        answer=Patients,
        refusals=(403,),
    ),
)
