"""Without the access log nobody is shown anybody, and what was done is noted when it is back."""

import asyncio
from typing import Any

from chassis.aio import Caller
from contracts.audit.calls import ListAccesses
from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor
from tests.fixtures.platform import TestPlatform
from tools.demo.people import KARL
from tools.platform.answering import wait_until


def test_what_cannot_be_noted_is_not_answered_but_a_visit_goes_on_and_is_noted_once(
    platform: TestPlatform, staff: CallerAtTheDoor, patient: CallerAtTheDoor
) -> None:
    visit_id = staff.book(KARL)
    platform.halt("audit-service")
    try:
        contacts = patient.once("GET", "/api/contacts")
        started = staff.once("POST", f"/api/visits/{visit_id}/start")
        read = patient.once("GET", f"/api/visits/{visit_id}")
        joined = patient.once("POST", f"/api/visits/{visit_id}/join")
    finally:
        platform.resume("audit-service")
        platform.wait_ready()

    assert (contacts.status_code, contacts.json()["code"]) == (503, "unavailable")
    assert [answer.status_code for answer in (started, read, joined)] == [200, 200, 200]
    wait_until(
        lambda: len(noted(platform, staff, "visit.start")) == 1,
        what="the access log",
        timeout_seconds=PATIENCE_SECONDS,
    )
    staff.done(f"/api/visits/{visit_id}/end")


def noted(platform: TestPlatform, who: CallerAtTheDoor, action: str) -> list[dict[str, Any]]:
    """The newest accesses of one kind by one person, since the newest booking."""

    async def ask() -> list[dict[str, Any]]:
        async with Caller(platform.environment["CARE_AMQP_URL"], "test") as caller:
            accesses: list[dict[str, Any]] = (await caller.call(ListAccesses, actor_id=who.person.id))["accesses"]
            return accesses

    since_booking: list[dict[str, Any]] = []
    for access in asyncio.run(ask()):
        if access["action"] == "visit.book":
            break
        since_booking.append(access)
    return [access for access in since_booking if access["action"] == action]
