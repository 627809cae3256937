"""X-1: whose name a browser may receive."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
import pytest

from gateway.naming import told_apart
from tests.unit.gateway.conftest import FakeServices, person, sign_in


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


async def test_a_patient_never_receives_a_personnummer(browser, services):  # X-1
    answer = await visit_as(browser, services, services.karl)

    assert services.karl["personnummer"] not in answer.text


async def test_a_person_who_is_no_longer_known_has_no_name(browser, services):
    del services.people[services.karl["id"]]

    [patient] = (await visit_as(browser, services, services.anna)).json()["patients"]

    assert patient == {"id": str(services.karl["id"]), "name": None, "initials": None}


FIRST, SECOND, THIRD, OTHER = (UUID(int=number) for number in range(1, 5))


def initials_by(arrivals: Sequence[UUID]) -> list[str]:
    people = {each: {"initials": "KJ" if each is OTHER else "AB"} for each in (FIRST, SECOND, THIRD, OTHER)}
    told = told_apart([FIRST, SECOND, THIRD, OTHER], arrivals, people)
    return [told[each] for each in (FIRST, SECOND, THIRD, OTHER)]


@pytest.mark.parametrize(
    ("arrivals", "initials"),
    [
        ([], ["AB", "AB 2", "AB 3", "KJ"]),
        ([THIRD], ["AB 2", "AB 3", "AB", "KJ"]),
        ([SECOND, THIRD, OTHER], ["AB 3", "AB", "AB 2", "KJ"]),
        ([UUID(int=9), SECOND], ["AB 2", "AB", "AB 3", "KJ"]),
    ],
)
def test_equal_initials_are_told_apart_in_the_order_of_joining(arrivals, initials):  # Q10, GRP-3
    assert initials_by(arrivals) == initials


def test_one_who_is_no_longer_known_takes_no_number():  # Q10, STA-3
    told = told_apart([FIRST, SECOND], [], {SECOND: {"initials": "AB"}})

    assert told == {SECOND: "AB"}


@pytest.fixture
def namesake(services: FakeServices) -> dict[str, Any]:
    """Another patient, with the initials of Karl Johansson."""
    namesake = person("Kerstin Jonsson", "patient")
    services.people[namesake["id"]] = namesake
    services.visit = services.make_visit([services.karl["id"], namesake["id"]], state="started")
    services.booking.arrivals = [namesake["id"], services.karl["id"]]
    return namesake


async def test_everyone_in_a_visit_reads_the_same_initials_of_the_same_person(  # Q10, X-1, GRP-1
    browser, services, namesake
):
    seen = {
        reader["name"]: (await visit_as(browser, services, reader)).json()["patients"]
        for reader in (services.anna, services.karl, namesake)
    }

    assert {tuple(patient["initials"] for patient in patients) for patients in seen.values()} == {("KJ 2", "KJ")}
    assert [patient["name"] for patient in seen["Anna Holm"]] == ["Karl Johansson", "Kerstin Jonsson"]
    assert [patient["name"] for patient in seen["Karl Johansson"]] == ["Karl Johansson", "KJ"]
    assert [patient["name"] for patient in seen["Kerstin Jonsson"]] == ["KJ 2", "Kerstin Jonsson"]


async def test_a_colleague_who_takes_part_as_a_patient_reads_initials_and_is_read_by_them(  # X-1, GRP-1
    browser, services
):
    bo = person("Bo Ek", "staff", "patient")
    services.people[bo["id"]] = bo
    services.visit = services.make_visit([bo["id"], services.karl["id"]], state="started")
    services.booking.waiting = [services.karl["id"]]

    bos = await visit_as(browser, services, bo)
    karls = await visit_as(browser, services, services.karl)

    assert [patient["name"] for patient in bos.json()["patients"]] == ["Bo Ek", "KJ"]
    assert [patient["name"] for patient in karls.json()["patients"]] == ["BE", "Karl Johansson"]
    assert (bos.json()["waiting"], bos.json()["can"]["start"]) == ([], False)
    assert services.karl["personnummer"] not in bos.text


async def test_a_colleague_who_is_also_a_patient_elsewhere_is_read_by_name_as_staff(browser, services):  # GRP-3
    services.people[services.anna["id"]] |= {"roles": ["staff", "patient"]}

    visit = (await visit_as(browser, services, services.karl)).json()

    assert visit["staff"] == [{"id": str(services.anna["id"]), "name": "Anna Holm", "initials": "AH"}]
