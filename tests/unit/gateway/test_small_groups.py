"""Small groups beside a group visit that goes on."""

from uuid import uuid4

import pytest

from contracts.booking.calls import EndSmallGroups, OpenSmallGroups, ReadVisit
from gateway.live import Members
from tests.unit.gateway.conftest import person, sign_in


@pytest.fixture
def karin(services):
    """A colleague in the group who is in none of its small groups."""
    karin = person("Karin Falk", "staff")
    services.people[karin["id"]] = karin
    return karin


@pytest.fixture
def group(services, karin):
    """A group visit with Anna, Karin, Karl and Maria; Karl and Maria are each in a small group with Anna."""
    karl, maria = services.karl["id"], services.maria["id"]
    group = services.make_visit([karl, maria], state="started")
    group["staff_ids"] = [services.anna["id"], karin["id"]]
    small = {"origin_id": group["id"], "origin_cause": "small_group", "state": "started", "is_group": True}
    services.booking.visits = [group, services.make_visit([karl], **small), services.make_visit([maria], **small)]
    return group


async def groups_of(browser, services, reader, visit):
    sign_in(browser, services, reader)
    return (await browser.get(f"/api/visits/{visit['id']}/small-groups")).json()["visits"]


async def test_staff_of_the_visit_see_all_its_groups_by_name_and_join_their_own(
    browser, services, karin, group
):  # GRP-5
    annas = await groups_of(browser, services, services.anna, group)
    karins = await groups_of(browser, services, karin, group)

    names = [[patient["name"] for patient in each["patients"]] for each in karins]
    assert names == [["Karl Johansson"], ["Maria Nilsson"]]
    assert [each["can"]["join"] for each in annas] == [True, True]
    assert [each["can"]["join"] or each["can"]["end"] for each in karins] == [False, False]
    assert {each["origin_id"] for each in karins} == {str(group["id"])}


async def test_a_patient_sees_the_group_they_are_in_and_whence_it_came(browser, services, group):  # GRP-6
    [karls] = await groups_of(browser, services, services.karl, group)

    assert [patient["name"] for patient in karls["patients"]] == ["Karl Johansson"]
    assert (karls["origin_id"], karls["origin_cause"]) == (str(group["id"]), "small_group")


async def test_one_brought_into_a_group_alone_learns_nothing_of_the_visit_beside_it(browser, services, group):  # GRP-6
    olle = person("Olle Ros", "patient")
    services.people[olle["id"]] = olle
    services.booking.visits[1]["patient_ids"] = [services.karl["id"], olle["id"]]
    sign_in(browser, services, olle)

    alone = await browser.get(f"/api/visits/{services.booking.visits[1]['id']}")

    assert (alone.json()["origin_id"], alone.json()["origin_cause"]) == (None, None)
    assert str(group["id"]) not in alone.text


async def test_whence_visits_came_is_asked_once_and_then_known(browser, services, hub, group):
    sign_in(browser, services, services.karl)
    await browser.get("/api/visits")
    await browser.get("/api/visits")

    assert [call for call, _ in services.asked].count(ReadVisit) == 1
    assert hub.members(group["id"]) == Members.of(group)


async def test_opening_says_who_is_concerned_and_takes_ids_from_the_browser(browser, services, group):  # GRP-4
    sign_in(browser, services, services.anna)
    first = uuid4()
    body = {
        "groups": [
            {"visit_id": str(first), "name": "Ett", "staff_ids": [], "patient_ids": [str(services.karl["id"])]},
            {"visit_id": str(uuid4()), "name": "Två", "staff_ids": [], "patient_ids": [str(services.maria["id"])]},
        ]
    }

    answer = await browser.post(f"/api/visits/{group['id']}/small-groups", json=body)

    assert answer.json() == {"position": 16}
    [request] = [request for call, request in services.asked if call is OpenSmallGroups]
    assert (request["visit_id"], request["opened_by"]) == (group["id"], services.anna["id"])
    assert request["groups"][0]["visit_id"] == first
    assert set(services.noted[-1]["subject_ids"]) >= {services.karl["id"], services.maria["id"]}


@pytest.mark.parametrize("groups", [[], [{"visit_id": str(uuid4()), "name": "", "staff_ids": [], "patient_ids": []}]])
async def test_a_group_of_nobody_is_refused(browser, services, group, groups):  # GRP-4
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{group['id']}/small-groups", json={"groups": groups})

    assert answer.status_code == 422
    assert OpenSmallGroups not in {call for call, _ in services.asked}


async def test_all_groups_are_ended_with_one_step_and_the_visit_goes_on(browser, services, group):  # GRP-4
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{group['id']}/small-groups/end")

    assert answer.json() == {"position": 17, "ended": 2}
    assert EndSmallGroups in {call for call, _ in services.asked}


@pytest.mark.parametrize("path", ["small-groups", "small-groups/end", "invite-again"])
async def test_patients_open_end_and_invite_nothing(browser, services, group, path):  # LIF-1, GRP-4
    sign_in(browser, services, services.karl)

    answer = await browser.post(f"/api/visits/{group['id']}/{path}", json={})

    assert (answer.status_code, answer.json()["code"]) == (403, "only_staff")
