"""A colleague is away: previewing, doing and following what becomes of their visits (BOK-6)."""

from uuid import uuid4

import pytest

from contracts.booking.calls import StartRearrangement, StopRearrangement
from tests.unit.gateway.conftest import person, sign_in
from tests.unit.gateway.visit_answers import NOW


@pytest.fixture
def olle(services):
    olle = person("Olle Berg", "administrator")
    services.people[olle["id"]] = olle
    return olle


def plan(services, **more):
    replaced_by = str(uuid4())
    return {"person_id": str(services.anna["id"]), "action": "replace", "substitute_id": replaced_by} | more


async def test_a_preview_shows_each_visit_and_what_would_hinder_it(browser, services, olle):  # BOK-6
    sign_in(browser, services, olle)

    preview = (await browser.post("/api/rearrangements/preview", json=plan(services))).json()

    [planned] = preview["visits"]
    assert planned["visit"]["patients"][0]["name"] == "Karl Johansson"
    assert (planned["problem"], planned["overlap_count"], preview["has_more"]) == ("person_twice", 2, False)
    assert (services.noted[-1]["kind"], services.noted[-1]["action"]) == ("search", "rearrangement.find")
    assert {services.anna["id"], services.karl["id"]} <= set(services.noted[-1]["subject_ids"])


async def test_a_rearrangement_is_begun_followed_and_stopped(browser, services, olle):  # BOK-6
    sign_in(browser, services, olle)
    its_id, visit_id = uuid4(), uuid4()
    services.booking.rearrangement = {
        "rearrangement_id": its_id,
        "person_id": services.anna["id"],
        "action": "move",
        "substitute_id": None,
        "shift_days": 7,
        "state": "running",
        "asked_by": olle["id"],
        "asked_at": NOW,
        "total": 3,
        "handled": 2,
        "changed": 1,
        "problems": [{"visit_id": visit_id, "code": "changed_meanwhile"}],
        "position": 20,
    }

    begun = await browser.post(f"/api/rearrangements/{its_id}", json=plan(services, visit_ids=[str(visit_id)]))
    read = (await browser.get(f"/api/rearrangements/{its_id}")).json()
    stopped = await browser.post(f"/api/rearrangements/{its_id}/stop")

    assert (begun.status_code, begun.json(), stopped.json()) == (202, {"position": 18}, {"position": 19})
    assert (read["id"], read["person"]["name"], read["substitute"]) == (str(its_id), "Anna Holm", None)
    assert (read["asked_by"]["name"], read["handled"], read["problems"][0]["code"]) == (
        "Olle Berg",
        2,
        "changed_meanwhile",
    )
    requests = dict(services.asked)
    assert requests[StartRearrangement]["asked_by"] == requests[StopRearrangement]["stopped_by"] == olle["id"]


@pytest.mark.parametrize("wrong", [{"visit_ids": []}, {"action": "forget"}, {"shift_days": 366}, {"reason": "x" * 501}])
async def test_a_plan_that_cannot_be_meant_is_refused(browser, services, olle, wrong):
    sign_in(browser, services, olle)
    body = plan(services, visit_ids=[str(uuid4())]) | wrong

    assert (await browser.post(f"/api/rearrangements/{uuid4()}", json=body)).status_code == 422


@pytest.mark.parametrize("reader", ["anna", "karl"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/preview"), ("POST", ""), ("GET", ""), ("POST", "/stop")])
async def test_rearranging_is_for_administrators(browser, services, reader, method, path):  # BOK-2, ROL-1
    sign_in(browser, services, getattr(services, reader))
    address = "/api/rearrangements" + (path if path == "/preview" else f"/{uuid4()}{path}")

    answer = await browser.request(method, address)

    assert (answer.status_code, answer.json()["code"]) == (403, "only_administrators")
