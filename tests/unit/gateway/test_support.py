"""Support is let in by administrators, who see all it did; it finds one person by number, and nothing else."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from contracts.audit.calls import ListAccesses
from contracts.identity.calls import RestorePerson
from tests.unit.gateway.conftest import person, sign_in

WINDOW = uuid4()


@pytest.fixture
def eva(services):
    eva = person("Eva Ek", "administrator")
    services.people[eva["id"]] = eva
    return eva


@pytest.fixture
def sara(services):
    sara = person("Sara Stöd", "support")
    services.people[sara["id"]] = sara
    return sara


def access_of(actor: dict[str, Any]) -> dict[str, Any]:
    return {
        "access_id": uuid4(),
        "at": datetime(2026, 11, 23, 9, tzinfo=UTC),
        "actor_id": actor["id"],
        "roles": ["support"],
        "method": "bankid",
        "strength": "loa3",
        "session_id": uuid4(),
        "unit": "norrvik",
        "action": "person.find",
        "kind": "search",
        "subject_ids": [uuid4()],
        "outcome": "done",
        "code": None,
    }


async def test_an_administrator_lets_support_in_and_sees_what_it_did(browser, services, eva, sara):  # SUP-1
    sign_in(browser, services, eva)
    services.provider.accesses.append(access_of(sara))

    opened = await browser.post(f"/api/support/{WINDOW}", json={"hours": 4, "reason": "Fel personnummer"})
    read = (await browser.get("/api/support")).json()
    closed = await browser.post("/api/support/close", json={})

    assert (opened.status_code, closed.status_code) == (200, 200)
    assert read["is_open"] is True
    [window] = read["windows"]
    assert (window["id"], window["opened_by"]["name"], window["closed_by"]) == (str(WINDOW), "Eva Ek", None)
    assert read["accesses"] == [
        {
            "at": "2026-11-23T09:00:00+00:00",
            "actor": {"id": str(sara["id"]), "name": "Sara Stöd"},
            "action": "person.find",
            "outcome": "done",
        }
    ]
    assert [request["role"] for call, request in services.asked if call is ListAccesses] == ["support"]


@pytest.mark.parametrize("hours", [0, 25, "x"])
async def test_support_is_let_in_for_an_hour_to_a_day(browser, services, eva, hours):  # SUP-1
    sign_in(browser, services, eva)

    answer = await browser.post(f"/api/support/{WINDOW}", json={"hours": hours, "reason": "Fel"})

    assert answer.status_code == 422


async def test_support_finds_one_person_by_number_and_the_search_is_noted(browser, services, sara):  # SUP-1
    sign_in(browser, services, sara)
    services.karl["status"], services.karl["personnummer"] = "removed", "199001012385"

    found = await browser.post("/api/support/people/search", json={"personnummer": "199001012385"})

    assert found.json() == {
        "id": str(services.karl["id"]),
        "initials": "KJ",
        "roles": ["patient"],
        "status": "removed",
    }
    [noted] = services.noted
    assert (noted["action"], noted["kind"], noted["roles"]) == ("person.find", "search", ["support"])
    assert noted["subject_ids"] == [services.karl["id"]]


async def test_support_brings_a_removed_person_back_for_a_reason(browser, services, sara):  # SUP-1, USR-2
    sign_in(browser, services, sara)
    address = f"/api/support/people/{services.karl['id']}/restore"

    restored = await browser.post(address, json={"reason": "Borttagen av misstag"})
    without_reason = await browser.post(address, json={"reason": ""})

    assert (restored.status_code, without_reason.status_code) == (200, 422)
    asked = [request for call, request in services.asked if call is RestorePerson]
    assert asked == [{"person_id": services.karl["id"], "restored_by": sara["id"], "reason": "Borttagen av misstag"}]
    assert [(each["action"], each["outcome"]) for each in services.noted] == [
        ("person.restore", "done"),
        ("person.restore", "refused"),
    ]


async def test_nobody_but_support_searches_as_support(browser, services, eva):  # SUP-1, ROL-1
    for who in (eva, services.anna, services.karl):
        sign_in(browser, services, who)

        answer = await browser.post("/api/support/people/search", json={"personnummer": "199001012385"})

        assert (answer.status_code, answer.json()["code"]) == (403, "only_support")


async def test_support_reaches_neither_lists_nor_visits_nor_its_own_door(browser, services, sara):  # SUP-1
    sign_in(browser, services, sara)

    answers = [
        await browser.get("/api/patients"),
        await browser.get("/api/visits"),
        await browser.get(f"/api/visits/{services.visit['id']}"),
        await browser.get("/api/contacts"),
        await browser.post("/api/people/search", json={"group": "patients", "text": ""}),
        await browser.post(f"/api/visits/{services.visit['id']}", json={}),
        await browser.get("/api/settings"),
        await browser.get("/api/support"),
        await browser.post(f"/api/support/{WINDOW}", json={"hours": 4, "reason": "Själv"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 9


async def test_support_does_not_browse_by_guessing(browser, services, sara):  # SUP-1
    sign_in(browser, services, sara)

    answers = [
        (await browser.post("/api/support/people/search", json={"personnummer": "199001012385"})).status_code
        for _ in range(31)
    ]

    assert answers == [404] * 30 + [429]
