"""A patient's page waits; staff see who does."""

from uuid import uuid4

from contracts.identity.calls import ReadSession
from contracts.refusals import Refused
from contracts.visit_media.calls import StopWaiting, WaitForVisit
from tests.unit.gateway.conftest import sign_in


async def test_a_page_that_waits_is_told_the_state_and_is_no_click_and_no_access(browser, services):  # LIF-2, Q1
    sign_in(browser, services, services.karl)
    page = str(uuid4())

    waits = await browser.post(f"/api/visits/{services.visit['id']}/wait", json={"wait_id": page})
    stops = await browser.post(f"/api/visits/{services.visit['id']}/wait/stop", json={"wait_id": page})

    assert (waits.json(), stops.status_code) == ({"state": "booked"}, 204)
    requests = dict(services.asked)
    assert requests[WaitForVisit]["person_id"] == requests[StopWaiting]["person_id"] == services.karl["id"]
    assert requests[WaitForVisit]["session_id"] == services.karl["id"]  # the fake's sessions have their person's id
    assert [request["clicked"] for call, request in services.asked if call is ReadSession] == [False, False]
    assert services.noted == []


async def test_one_who_is_no_patient_of_the_visit_does_not_wait(browser, services):  # GRP-6
    services.refusing[WaitForVisit] = Refused("not_found", "not_found")
    sign_in(browser, services, services.maria)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/wait", json={"wait_id": str(uuid4())})

    assert answer.status_code == 404


async def test_only_staff_of_the_visit_read_who_waits(browser, services):  # LIF-2, GRP-1
    services.visit = services.make_visit([services.karl["id"], services.maria["id"]])
    services.booking.waiting = [services.maria["id"]]
    seen = {}
    for reader in (services.anna, services.karl, services.maria):
        sign_in(browser, services, reader)
        seen[reader["name"]] = (await browser.get(f"/api/visits/{services.visit['id']}")).json()["waiting"]

    assert seen == {"Anna Holm": [str(services.maria["id"])], "Karl Johansson": [], "Maria Nilsson": []}


async def test_a_page_that_waits_without_its_token_is_refused(browser, services):
    sign_in(browser, services, services.karl)

    answer = await browser.post(
        f"/api/visits/{services.visit['id']}/wait", json={"wait_id": str(uuid4())}, headers={"X-CSRF-Token": "wrong"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_token_wrong")
