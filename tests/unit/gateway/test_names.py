"""X-1: whose name a browser may receive."""

from typing import Any

import httpx

from tests.unit.gateway.conftest import FakeServices, sign_in


async def visit_as(browser: httpx.AsyncClient, services: FakeServices, reader: dict[str, Any]) -> httpx.Response:
    sign_in(browser, services, reader)
    return await browser.get(f"/api/visits/{services.visit['id']}")


async def test_staff_read_a_patients_name_and_personnummer(browser, services):  # GRP-2
    [patient] = (await visit_as(browser, services, services.anna)).json()["patients"]

    assert patient["name"] == "Karl Johansson"
    assert patient["personnummer"] == services.karl["personnummer"]


async def test_a_patient_reads_staff_names_and_their_own(browser, services):  # GRP-3
    visit = (await visit_as(browser, services, services.karl)).json()

    assert [person["name"] for person in visit["staff"] + visit["patients"]] == ["Anna Holm", "Karl Johansson"]


async def test_a_patient_receives_only_initials_of_another_patient(browser, services):  # GRP-1, X-1
    services.visit = services.make_visit([services.karl["id"], services.maria["id"]])

    answer = await visit_as(browser, services, services.karl)

    assert [patient["name"] for patient in answer.json()["patients"]] == ["Karl Johansson", "MN"]
    assert "Maria" not in answer.text
    assert "Nilsson" not in answer.text


async def test_a_patient_never_receives_a_personnummer(browser, services):
    answer = await visit_as(browser, services, services.karl)

    assert services.karl["personnummer"] not in answer.text


async def test_a_person_who_is_no_longer_known_has_no_name(browser, services):
    del services.people[services.karl["id"]]

    [patient] = (await visit_as(browser, services, services.anna)).json()["patients"]

    assert patient == {"id": str(services.karl["id"]), "name": None, "initials": None}
