"""X-1 over the whole API: whatever a patient asks for, another patient's name or number never comes."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from gateway.app import ENDPOINTS
from gateway.endpoints import Endpoint
from tests.unit.gateway.conftest import FakeServices, person, sign_in
from tests.unit.gateway.visit_answers import NOW

IN_PATH = re.compile(r"{(\w+):?(\w*)}")
STREAM = "/api/live"
"""Ids and states only, see test_hearing.py."""
OPEN_TO_PATIENTS = [each for each in ENDPOINTS if each.access in ("participant", "signed_in") and each.path != STREAM]
ANSWERED_BY_BOOKING = re.compile(r"/api/(visits|contacts|series|bookings)\b")
BODIES: dict[str, dict[str, Any]] = {"/wait": {"wait_id": str(uuid4())}, "/wait/stop": {"wait_id": str(uuid4())}}
HIDDEN = ("Maria", "Nilsson", "Mats", "Nyberg", "191212121212", "198001019876", "Grupp två", "Bara vi")


@pytest.fixture
def world(services: FakeServices) -> dict[str, UUID]:
    """A group with Karl, Maria and Mats; a small group with Karl, one without him, and a visit of Maria's alone."""
    mats = person("Mats Nyberg", "patient")
    services.people[mats["id"]] = mats
    services.maria["personnummer"], mats["personnummer"] = "191212121212", "198001019876"
    karl, maria = services.karl["id"], services.maria["id"]
    group = services.make_visit([karl, maria, mats["id"]], state="started", started_at=NOW)
    small = {"origin_id": group["id"], "origin_cause": "small_group", "is_group": True, "state": "started"}
    mine = services.make_visit([karl], name="Grupp ett", **small)
    others = services.make_visit([maria, mats["id"]], name="Grupp två", **small)
    marias = services.make_visit([maria], name="Bara vi", series_id=group["id"])
    services.booking.visits = [group, mine, others, marias]
    services.booking.present = [karl, maria, mats["id"]]
    services.booking.waiting = [maria]
    services.booking.contacts = [
        {"person_id": each, "latest_visit_at": NOW, "next_visit_at": None}
        for each in (services.anna["id"], maria, mats["id"])
    ]
    return {"group": group["id"], "mine": mine["id"], "others": others["id"], "anna": services.anna["id"]}


async def asked(browser, endpoint: Endpoint, ids: dict[str, UUID]) -> str:
    path = IN_PATH.sub(lambda found: str(ids.get(found[1], uuid4())), endpoint.path)
    body = next((body for ending, body in BODIES.items() if path.endswith(ending)), {})
    answer = await browser.request(endpoint.method, path, **({} if endpoint.method == "GET" else {"json": body}))
    if ANSWERED_BY_BOOKING.match(path):
        assert answer.status_code < 500, answer.text
    return answer.text


@pytest.mark.parametrize("endpoint", OPEN_TO_PATIENTS, ids=lambda each: f"{each.method} {each.path}")
@pytest.mark.parametrize("which", ["group", "mine", "others"])
async def test_a_patient_is_never_told_another_patients_name_or_number(  # X-1, GRP-1, GRP-6
    browser, services, world, endpoint, which
):
    sign_in(browser, services, services.karl)
    for person_id in (world["anna"], services.maria["id"]):
        text = await asked(browser, endpoint, {"visit_id": world[which], "person_id": person_id})

        assert [hidden for hidden in HIDDEN if hidden in text] == []
        assert which == "others" or str(world["others"]) not in text


@pytest.mark.parametrize("path", ["", "/small-groups"])
async def test_of_a_small_group_one_is_not_in_there_is_no_trace(browser, services, world, path):  # GRP-6
    sign_in(browser, services, services.karl)

    answer = await browser.get(f"/api/visits/{world['others']}{path}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_there_is_something_that_patients_may_ask_for() -> None:
    paths = {each.path for each in OPEN_TO_PATIENTS}

    assert {"/api/visits", "/api/contacts", "/api/visits/{visit_id:uuid}/small-groups"} <= paths
