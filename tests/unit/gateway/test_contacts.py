"""«Mina Kontakter»: whom one meets there, and whom never."""

from datetime import timedelta

import pytest

from contracts.booking.calls import ListContacts, ListVisitsWith
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


async def history_of(browser, services, reader, contact_id):
    sign_in(browser, services, reader)
    return await browser.get(f"/api/contacts/{contact_id}/visits")


async def test_the_history_with_a_contact_is_shown_to_both(browser, services):  # CON-1
    staffs = (await history_of(browser, services, services.anna, services.karl["id"])).json()
    patients = (await history_of(browser, services, services.karl, services.anna["id"])).json()

    assert staffs["contact"]["name"] == "Karl Johansson"
    assert patients["contact"] == {
        "id": str(services.anna["id"]),
        "name": "Anna Holm",
        "initials": "AH",
        "roles": ["staff"],
    }
    assert [history["visits"][0]["id"] for history in (staffs, patients)] == [str(services.visit["id"])] * 2
    assert services.noted[-1]["action"] == "contact.read"


async def test_another_patient_of_the_same_group_is_no_contact(browser, services):  # CON-1, X-1
    services.visit = services.make_visit([services.karl["id"], services.maria["id"]])

    answer = await history_of(browser, services, services.karl, services.maria["id"])

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_colleague_who_took_part_as_a_patient_is_no_contact_of_other_patients(browser, services):
    bo = person("Bo Ek", "staff", "patient")
    services.people[bo["id"]] = bo
    services.visit = services.make_visit([services.karl["id"], bo["id"]])

    answers = [
        await history_of(browser, services, reader, contact["id"])
        for reader, contact in ((services.karl, bo), (bo, services.karl))
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("whom", ["nobody", "removed"])
async def test_of_one_who_is_unknown_or_removed_there_is_no_history(browser, services, whom):  # STA-3
    if whom == "removed":
        del services.people[services.karl["id"]]
    contact_id = services.karl["id"] if whom == "removed" else services.visit["id"]

    assert (await history_of(browser, services, services.anna, contact_id)).status_code == 404


async def test_no_further_page_tells_the_name_of_one_who_is_no_contact(browser, services):
    sign_in(browser, services, services.karl)

    answer = await browser.get(f"/api/contacts/{services.maria['id']}/visits?after=anything")

    assert answer.status_code == 404
    assert "Maria" not in answer.text


async def test_a_page_with_nothing_to_show_is_passed_over(browser, services):  # CON-1
    pages = {None: "second", "second": None}
    answer = services._answers[ListVisitsWith]
    asked = []

    def paged(after, **request):
        asked.append(after)
        reply = answer(**request)
        return {**reply, "visits": [] if after is None else reply["visits"], "next": pages[after]}

    services._answers[ListVisitsWith] = paged

    history = (await history_of(browser, services, services.anna, services.karl["id"])).json()

    assert (asked, len(history["visits"]), history["next"]) == ([None, "second"], 1, None)
