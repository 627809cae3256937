"""Q7: whoever may no longer take part leaves every visit, and what is left waits for somebody to decide."""

import asyncio
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chassis.aio import Caller
from contracts.booking.calls import BookVisit, CountFutureVisits
from tests.faults.at_the_media_server import media_answers
from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor
from tests.faults.conftest import at_the_door
from tests.faults.open_page import open_page
from tests.faults.operator import replayed
from tests.faults.people_changed import change_roles, change_status
from tests.fixtures.platform import TestPlatform
from tools.demo.people import ANNA, ELIN, FATIMA, JONAS, KARL
from tools.platform.answering import wait_until

MANY = 300


@pytest.fixture
def administrator(platform: TestPlatform) -> Iterator[CallerAtTheDoor]:
    yield from at_the_door(platform, ELIN)


def needing_action(administrator: CallerAtTheDoor) -> set[str]:
    return {visit["id"] for visit in administrator.get("/api/visits/attention")["visits"]}


# Q7, STA-2, BOK-3
def test_a_visit_whose_patient_became_inactive_needs_action_until_an_administrator_decides(
    platform: TestPlatform, staff: CallerAtTheDoor, patient: CallerAtTheDoor, administrator: CallerAtTheDoor
) -> None:
    visit_id = staff.book(KARL)

    async def watch_it_happen() -> None:
        async with open_page(staff) as page:
            await change_status(platform, KARL, "inactive")
            await page.hears("visit", visit_id=visit_id, version=2)

    try:
        asyncio.run(watch_it_happen())
        wait_until(lambda: visit_id in needing_action(administrator), what="the flag", timeout_seconds=PATIENCE_SECONDS)
        visit = staff.visit(visit_id)
        assert (visit["state"], visit["needs_action"], visit["patients"]) == ("booked", True, [])
    finally:
        asyncio.run(change_status(platform, KARL, "active"))
    patient.sign_in()
    assert visit_id not in {visit["id"] for visit in patient.get("/api/visits")["visits"]}

    administrator.done(f"/api/visits/{visit_id}/cancel")

    wait_until(
        lambda: visit_id not in needing_action(administrator), what="nothing to do", timeout_seconds=PATIENCE_SECONDS
    )
    told = replayed(platform, visit_id)
    assert [entry["what"] for entry in told["timeline"]] == ["booked", "person_taken_out", "cancelled"]
    taken_out = told["timeline"][1]
    assert taken_out["person_id"] == str(ELIN.id)
    assert taken_out["details"] == {"taken_out_id": str(KARL.id), "cause": "inactive", "needs_action": True}


# Q7, ROL-1, LIF-4
def test_a_visit_whose_only_staff_lost_the_right_goes_on_without_them_until_an_administrator_ends_it(
    platform: TestPlatform, other_staff: CallerAtTheDoor, patient: CallerAtTheDoor, administrator: CallerAtTheDoor
) -> None:
    visit_id = other_staff.book(KARL)
    other_staff.done(f"/api/visits/{visit_id}/start")
    joining, patients = (who.done(f"/api/visits/{visit_id}/join") for who in (other_staff, patient))
    try:
        asyncio.run(change_roles(platform, JONAS, "administrator"))
        wait_until(lambda: visit_id in needing_action(administrator), what="the flag", timeout_seconds=PATIENCE_SECONDS)
        wait_until(
            lambda: media_answers(joining["url"], joining["token"]) == 403,
            what="the door shut for who was staff",
            timeout_seconds=PATIENCE_SECONDS,
        )
        assert media_answers(patients["url"], patients["token"]) == 200
        assert patient.visit(visit_id)["state"] == "started"

        administrator.done(f"/api/visits/{visit_id}/end")

        assert patient.visit(visit_id)["state"] == "ended"
        wait_until(
            lambda: visit_id not in needing_action(administrator),
            what="nothing to do",
            timeout_seconds=PATIENCE_SECONDS,
        )
    finally:
        asyncio.run(change_roles(platform, JONAS, "staff"))


# Q7: in steps, so that nobody else has to wait; and whatever dies meanwhile
def test_someone_with_hundreds_of_visits_ahead_leaves_them_all_although_booking_dies_in_the_middle(
    platform: TestPlatform, staff: CallerAtTheDoor
) -> None:
    starts_at = datetime.now(UTC) + timedelta(days=1)

    async def book_many() -> None:
        async with Caller(platform.environment["CARE_AMQP_URL"], "tests") as caller:
            for number in range(MANY):
                await caller.call(
                    BookVisit,
                    visit_id=uuid.uuid4(),
                    booked_by=ANNA.id,
                    name="Samtal",
                    starts_at=starts_at + timedelta(hours=number),
                    length_minutes=30,
                    staff_ids=[ANNA.id],
                    patient_ids=[FATIMA.id],
                )

    try:
        asyncio.run(book_many())
        assert ahead(platform) >= MANY
        asyncio.run(change_status(platform, FATIMA, "inactive"))
        wait_until(lambda: ahead(platform) < MANY, what="the first to go", timeout_seconds=PATIENCE_SECONDS)
        platform.kill("booking-follower")
        platform.kill("booking-service")
        other_visit_id = staff.book(KARL)
        wait_until(lambda: ahead(platform) == 0, what="the last to go", timeout_seconds=PATIENCE_SECONDS)
        assert staff.visit(other_visit_id)["needs_action"] is False
    finally:
        asyncio.run(change_status(platform, FATIMA, "active"))
        platform.wait_ready()


def ahead(platform: TestPlatform) -> int:
    async def count() -> int:
        async with Caller(platform.environment["CARE_AMQP_URL"], "tests") as caller:
            told = await caller.call(CountFutureVisits, person_id=FATIMA.id)
            found: int = told["count"]
            return found

    return asyncio.run(count())
