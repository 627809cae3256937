"""Persons as colleagues find, add and change them through the gateway, and as everyone sees themselves."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from contracts.identity.calls import (
    ChangeProfile,
    ChangeRoles,
    ChangeStatus,
    RegisterPerson,
    RestorePerson,
    SearchPeople,
)
from contracts.message import Call
from contracts.refusals import Refused
from tests.unit.gateway.conftest import FakeServices, person, sign_in

NEW_PERSON = {
    "personnummer": "198507099805",
    "name": "Ny Person",
    "roles": ["patient"],
    "phone": None,
    "email": "ny@example.com",
    "hsa_id": None,
    "language": "sv",
}
CHANGE = {"version": 3, "name": "Karl Ek", "phone": None, "email": None, "hsa_id": None, "language": "en"}


@pytest.fixture
def elin(services: FakeServices) -> dict[str, Any]:
    """An administrator who is not of the staff."""
    elin = person("Elin Lindqvist", "administrator")
    services.people[elin["id"]] = elin
    return elin


def asked_of(services: FakeServices, call: type[Call]) -> dict[str, Any]:
    [request] = [request for asked, request in services.asked if asked is call]
    return request


def of(someone: dict[str, Any], matter: str = "") -> str:
    return f"/api/people/{someone['id']}{matter}"


async def search(browser: httpx.AsyncClient, group: str, **asked: Any) -> httpx.Response:
    return await browser.post("/api/people/search", json={"group": group, **asked})


async def test_an_administrator_searches_both_lists(  # STA-4, ADM-2
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    patients = (await search(browser, "patients", text="Karl")).json()
    colleagues = (await search(browser, "staff")).json()

    assert [found["name"] for found in patients["people"]] == ["Karl Johansson"]
    assert (patients["total"], patients["has_more"]) == (1, False)
    assert patients["people"][0]["personnummer"] == "198507099805"
    assert {found["name"] for found in colleagues["people"]} == {"Anna Holm", "Elin Lindqvist"}


async def test_what_was_just_written_is_found(
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    await browser.post("/api/people/search?at_least=12", json={"group": "patients", "limit": 10})

    request = asked_of(services, SearchPeople)
    assert (request["at_least"], request["limit"], request["statuses"]) == (12, 10, ["active", "inactive"])


async def test_plain_staff_find_active_patients_and_no_list_of_colleagues(  # USR-5, STA-4
    browser: httpx.AsyncClient, services: FakeServices
) -> None:
    sign_in(browser, services, services.anna)

    patients = await search(browser, "patients", statuses=["inactive"])
    colleagues = await search(browser, "staff")

    assert patients.status_code == 200
    assert asked_of(services, SearchPeople)["statuses"] == ["active"]
    assert (colleagues.status_code, colleagues.json()["code"]) == (403, "only_administrators")


async def test_every_search_is_noted_with_whom_it_showed(  # ADM-2
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    await search(browser, "patients", text="Karl")
    await search(browser, "patients", text="Ingen")

    [found, nobody] = services.noted
    assert (found["action"], found["kind"], found["subject_ids"]) == ("person.search", "search", [services.karl["id"]])
    assert nobody["subject_ids"] == []


async def test_removed_persons_cannot_even_be_asked_for(  # STA-3
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    assert (await search(browser, "patients", statuses=["removed"])).status_code == 422


async def test_staff_add_a_patient_and_hear_that_the_number_is_taken(  # USR-1, USR-2, Q9, Q12
    browser: httpx.AsyncClient, services: FakeServices
) -> None:
    sign_in(browser, services, services.anna)
    path = f"/api/people/{uuid4()}"

    added = await browser.post(path, json=NEW_PERSON)
    services.refusing[RegisterPerson] = Refused("conflict", "personnummer_taken")
    taken = await browser.post(path, json=NEW_PERSON)

    request = asked_of_first(services, RegisterPerson)
    assert (added.status_code, added.json()) == (201, {"position": 11})
    assert (str(request["person_id"]), request["registered_by"]) == (path[-36:], services.anna["id"])
    assert (taken.status_code, taken.json()["code"]) == (409, "personnummer_taken")
    assert set(taken.json()) == {"type", "title", "status", "code"}


async def test_only_administrators_are_told_who_holds_a_number(  # USR-2, Q12
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    services.people = {services.anna["id"]: services.anna, elin["id"]: elin}
    sign_in(browser, services, services.anna)
    refused = await browser.post("/api/people/holder", json={"personnummer": "198507099805"})
    sign_in(browser, services, elin)

    told = await browser.post("/api/people/holder", json={"personnummer": "198507099805"})
    nobody = await browser.post("/api/people/holder", json={"personnummer": "191212121212"})

    assert (refused.status_code, refused.json()["code"]) == (403, "only_administrators")
    assert set(told.json()) == {"id", "roles", "status"}
    assert (nobody.status_code, nobody.json()["code"]) == (404, "person_unknown")


@pytest.mark.parametrize(
    ("matter", "body", "call", "told"),
    [
        ("/profile", CHANGE, ChangeProfile, {"name": "Karl Ek", "version": 3}),
        ("/roles", {"roles": ["staff"]}, ChangeRoles, {"roles": ["staff"]}),
        ("/status", {"status": "inactive", "future_visits": 2}, ChangeStatus, {"status": "inactive"}),
        ("/restore", {"reason": "Misstag"}, RestorePerson, {"reason": "Misstag"}),
    ],
)
async def test_only_administrators_change_others(  # USR-3, USR-5, STA-1, ROL-1, Q12
    browser: httpx.AsyncClient,
    services: FakeServices,
    elin: dict[str, Any],
    matter: str,
    body: dict[str, Any],
    call: type[Call],
    told: dict[str, Any],
) -> None:
    answers = []
    for who in (services.maria, services.anna, elin):
        sign_in(browser, services, who)
        answers.append(await browser.post(of(services.karl, matter), json=body))

    request = asked_of(services, call)
    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert request.items() >= told.items()
    assert request["person_id"] == services.karl["id"]
    assert elin["id"] in request.values()
    assert [note["outcome"] for note in services.noted] == ["refused", "refused", "done"]
    assert {tuple(note["subject_ids"]) for note in services.noted} == {(services.karl["id"],)}


async def test_a_number_can_be_changed_by_nobody(  # USR-3
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    for who, path in ((elin, of(services.karl, "/profile")), (services.karl, "/api/profile")):
        sign_in(browser, services, who)
        answer = await browser.post(path, json={**CHANGE, "personnummer": "191212121212"})
        assert answer.status_code == 422


async def test_a_status_is_not_taken_while_more_visits_are_ahead_than_were_told(  # STA-4, Q7
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    counted = await browser.get(of(services.karl, "/future-visits"))
    refused = await browser.post(of(services.karl, "/status"), json={"status": "removed", "future_visits": 1})
    changed = await browser.post(of(services.karl, "/status"), json={"status": "removed", "future_visits": 2})

    assert counted.json() == {"count": 2}
    assert (refused.status_code, refused.json()["code"]) == (409, "future_visits")
    assert changed.status_code == 200


async def test_a_status_is_given_back_whatever_is_ahead(  # STA-1
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    assert (await browser.post(of(services.karl, "/status"), json={"status": "active"})).status_code == 200


async def test_an_administrator_reads_all_that_is_kept_and_a_removed_person_is_unknown(  # USR-3, STA-3
    browser: httpx.AsyncClient, services: FakeServices, elin: dict[str, Any]
) -> None:
    sign_in(browser, services, elin)

    profile = (await browser.get(of(services.karl))).json()
    unknown = await browser.get(f"/api/people/{uuid4()}")

    assert (profile["phone"], profile["version"], profile["number_kind"]) == ("+46701740605", 3, "personnummer")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "person_unknown")


async def test_everyone_reads_and_changes_the_own_profile(browser: httpx.AsyncClient, services: FakeServices) -> None:
    # USR-4
    sign_in(browser, services, services.karl)

    profile = (await browser.get("/api/profile")).json()
    own_change = {name: value for name, value in CHANGE.items() if name != "hsa_id"}
    changed = await browser.post("/api/profile", json=own_change)

    request = asked_of(services, ChangeProfile)
    assert (UUID(profile["id"]), profile["language"]) == (services.karl["id"], "sv")
    assert changed.json() == {"position": 11}
    assert request["person_id"] == request["changed_by"] == services.karl["id"]
    assert request["name"] == "Karl Ek"


async def test_ones_own_hsa_id_stays(browser: httpx.AsyncClient, services: FakeServices) -> None:  # USR-4
    sign_in(browser, services, services.anna)
    own_change = {name: value for name, value in CHANGE.items() if name != "hsa_id"}

    await browser.post("/api/profile", json={**own_change, "name": "Anna Holm"})
    with_hsa_id = await browser.post("/api/profile", json={**CHANGE, "hsa_id": "SE5565594230-X"})

    assert asked_of(services, ChangeProfile)["hsa_id"] == "SE5565594230-B8N"
    assert with_hsa_id.status_code == 422


@pytest.mark.parametrize("status", [401, 403])
async def test_nothing_of_another_person_reaches_a_patient(  # X-1, USR-5
    browser: httpx.AsyncClient, services: FakeServices, status: int
) -> None:
    if status == 403:
        sign_in(browser, services, services.karl)
    other = of(services.maria)

    answers = [
        await browser.get("/api/patients"),
        await browser.get(other),
        await browser.get(f"{other}/future-visits"),
        await search(browser, "patients"),
        await browser.post("/api/people/holder", json={"personnummer": "198507099805"}),
        await browser.post(other, json=NEW_PERSON),
        await browser.post(f"{other}/profile", json=CHANGE),
        await browser.post(f"{other}/restore", json={"reason": "Därför"}),
    ]

    assert {answer.status_code for answer in answers} == {status}
    assert not any("Maria" in answer.text or "Nilsson" in answer.text for answer in answers)


def asked_of_first(services: FakeServices, call: type[Call]) -> dict[str, Any]:
    return next(request for asked, request in services.asked if asked is call)
