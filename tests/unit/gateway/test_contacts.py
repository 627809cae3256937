"""«Mina Kontakter»: whom one meets there, and whom never."""

from datetime import timedelta

import pytest

from contracts.booking.calls import ListContacts
from tests.unit.gateway.conftest import person, sign_in
from tests.unit.gateway.visit_answers import NOW


def contact(whom, latest=None, upcoming=None):
    return {"person_id": whom["id"], "latest_visit_at": latest, "next_visit_at": upcoming}


@pytest.fixture
def everyone(services):
    services.booking.contacts = [
        contact(services.anna, NOW),
        contact(services.karl, NOW, NOW + timedelta(days=1)),
        contact(services.maria),
    ]


async def test_staff_meet_patients_with_name_and_number_and_colleagues(browser, services, everyone):  # CON-1, GRP-2
    sign_in(browser, services, services.anna)

    contacts = (await browser.get("/api/contacts")).json()["contacts"]

    assert [each["name"] for each in contacts] == ["Anna Holm", "Karl Johansson", "Maria Nilsson"]
    assert contacts[1] == {
        "id": str(services.karl["id"]),
        "name": "Karl Johansson",
        "initials": "KJ",
        "personnummer": services.karl["personnummer"],
        "roles": ["patient"],
        "latest_visit_at": NOW.isoformat(),
        "next_visit_at": (NOW + timedelta(days=1)).isoformat(),
    }


async def test_a_patient_meets_staff_and_never_another_patient(browser, services, everyone):  # CON-1, X-1
    sign_in(browser, services, services.karl)

    answer = await browser.get("/api/contacts")

    assert [each["name"] for each in answer.json()["contacts"]] == ["Anna Holm"]
    for hidden in ("Maria", "MN", str(services.maria["id"]), services.maria["personnummer"]):
        assert hidden not in answer.text


async def test_one_who_was_removed_is_nobodys_contact(browser, services, everyone):  # CON-1, STA-3
    del services.people[services.karl["id"]]
    sign_in(browser, services, services.anna)

    answer = await browser.get("/api/contacts")

    assert [each["name"] for each in answer.json()["contacts"]] == ["Anna Holm", "Maria Nilsson"]
    assert str(services.karl["id"]) not in answer.text


async def test_only_those_who_are_shown_are_noted(browser, services, everyone):
    sign_in(browser, services, services.karl)

    await browser.get("/api/contacts?at_least=7")

    [noted] = services.noted
    assert (noted["action"], noted["subject_ids"]) == ("contact.list", [services.anna["id"]])
    [request] = [request for call, request in services.asked if call is ListContacts]
    assert request == {"person_id": services.karl["id"], "at_least": 7}


async def test_more_people_than_fit_in_one_question_are_all_described(browser, services):  # CON-1
    many = [person(f"Bo Ek{number}", "patient") for number in range(1001)]
    services.people |= {each["id"]: each for each in many}
    services.booking.contacts = [contact(each) for each in many]
    sign_in(browser, services, services.anna)

    contacts = (await browser.get("/api/contacts")).json()["contacts"]

    assert [each["name"] for each in contacts] == [each["name"] for each in many]
