"""The people whom staff may invite."""

from typing import Any

from contracts.identity.calls import ListPeople
from gateway import shapes
from gateway.endpoints import Asked, Endpoint


async def patients(asked: Asked) -> dict[str, Any]:
    return {"patients": (await asked.caller.call(ListPeople, role="patient"))["people"]}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/patients",
        handler=patients,
        summary="The active patients, by name",
        access="staff",
        answer=shapes.Patients,
        refusals=(403,),
    ),
)
