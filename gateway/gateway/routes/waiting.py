"""A patient's page waits for a visit to be started, and stops: staff see «… väntar» as long as it does."""

from typing import Any

from contracts.visit_media.calls import StopWaiting, WaitForVisit
from gateway.endpoints import Asked, Endpoint
from gateway.limiting import Limit
from gateway.shapes.booking import LeavingPage, WaitedFor, WaitingPage

RENEWING = (Limit(120, 60, "session"),)
"""Some tabs, each of which asks every fifteen seconds and once more when it is shown."""


async def wait_for_visit(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        WaitForVisit,
        visit_id=asked.path["visit_id"],
        person_id=asked.session.person_id,
        session_id=asked.session.session_id,
        **asked.body,
    )


async def stop_waiting(asked: Asked) -> None:
    await asked.caller.call(
        StopWaiting, visit_id=asked.path["visit_id"], person_id=asked.session.person_id, **asked.body
    )


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/api/visits/{visit_id:uuid}/wait",
        handler=wait_for_visit,
        summary="A patient's page waits; told again every fifteen seconds, or it counts as lost after 45",
        is_click=False,
        body=WaitingPage,
        answer=WaitedFor,
        refusals=(404,),
        limits=RENEWING,
    ),
    Endpoint(
        method="POST",
        path="/api/visits/{visit_id:uuid}/wait/stop",
        handler=stop_waiting,
        summary="The page is closed, or elsewhere",
        is_click=False,
        body=LeavingPage,
        status=204,
        limits=RENEWING,
    ),
)
