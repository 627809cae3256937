"""Lists of visits: one's own, everybody's, one participant's, a series, and what one asks while booking."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.booking.calls import ListBookings, ListOverlaps, ListVisits
from contracts.identity.calls import FindHolder, SearchPeople
from contracts.refusals import Refused
from tests.unit.gateway.conftest import person, sign_in
from tests.unit.gateway.visit_answers import NOW


@pytest.fixture
def olle(services):
    """An administrator who is in none of the visits."""
    olle = person("Olle Berg", "administrator")
    services.people[olle["id"]] = olle | {"personnummer": "197001019999"}
    return olle


def asked_with(services, wanted):
    [request] = [request for call, request in services.asked if call is wanted]
    return request


async def test_ones_own_visits_are_asked_for_by_tab_and_page(browser, services):  # BOK-4, BOK-8
    services.booking.next = "further"
    sign_in(browser, services, services.karl)

    page = (await browser.get("/api/visits?tab=future&limit=25&after=here&at_least=6")).json()

    assert (page["next"], page["position"], len(page["visits"])) == ("further", 6, 1)
    request = asked_with(services, ListVisits)
    assert (request["tab"], request["limit"], request["after"], request["at_least"]) == ("future", 25, "here", 6)


async def test_ones_own_visits_are_asked_for_by_a_stretch_of_time(browser, services):  # BOK-4
    sign_in(browser, services, services.anna)

    answer = await browser.get("/api/visits?since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z")

    assert answer.status_code == 200
    request = asked_with(services, ListVisits)
    assert (request["tab"], request["until"] - request["since"]) == (None, timedelta(days=30))


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-11-01T00:00:00Z",
        "since=2026-12-01T00:00:00Z&until=2026-11-01T00:00:00Z",
        "since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z&tab=future",
        "tab=past",
        "limit=501",
        "after=",
    ],
)
async def test_a_list_that_cannot_be_meant_is_refused(browser, services, query):
    sign_in(browser, services, services.anna)

    assert (await browser.get(f"/api/visits?{query}")).status_code == 422


async def test_administrators_page_through_all_visits(browser, services, olle):  # Q3, BOK-5
    sign_in(browser, services, olle)

    page = (await browser.get("/api/bookings?tab=ongoing&limit=10")).json()

    assert page["visits"][0]["patients"][0]["name"] == "Karl Johansson"
    assert asked_with(services, ListBookings)["tab"] == "ongoing"
    assert services.noted[-1]["action"] == "booking.list"


@pytest.mark.parametrize("who", ["karl", "anna"])
async def test_a_participant_is_found_by_number_patient_or_colleague(browser, services, olle, who):  # BOK-5, ADM-2
    sought = getattr(services, who)
    sought["personnummer"] = "191212121212"
    sign_in(browser, services, olle)

    found = await browser.post("/api/bookings/search", json={"personnummer": "191212121212", "tab": "future"})

    assert found.json()["person"] == {
        "id": str(sought["id"]),
        **{name: sought[name] for name in ("name", "initials", "personnummer", "roles")},
    }
    assert [visit["id"] for visit in found.json()["visits"]] == [str(services.visit["id"])]
    assert (services.noted[-1]["kind"], services.noted[-1]["subject_ids"][0]) == ("search", sought["id"])
    assert "191212121212" not in str(found.url)


@pytest.mark.parametrize("status", ["removed", None])
async def test_a_number_that_nobody_holds_any_more_finds_nobody(browser, services, olle, status):  # STA-3
    if status is None:
        services.refusing[FindHolder] = Refused("not_found", "person_unknown")
    else:
        services.karl |= {"personnummer": "191212121212", "status": status}
    sign_in(browser, services, olle)

    found = await browser.post("/api/bookings/search", json={"personnummer": "191212121212", "tab": "future"})

    assert found.json() == {"person": None, "visits": [], "next": None}
    assert ListBookings not in {call for call, _ in services.asked}
    assert services.noted[-1]["subject_ids"] == []


async def test_what_is_no_number_is_refused(browser, services, olle):  # ADM-2
    services.refusing[FindHolder] = Refused("invalid", "personnummer_invalid")
    sign_in(browser, services, olle)

    answer = await browser.post("/api/bookings/search", json={"personnummer": "Karl", "tab": "future"})

    assert (answer.status_code, answer.json()["code"]) == (422, "personnummer_invalid")


@pytest.mark.parametrize("reader", ["anna", "karl"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/api/bookings?tab=future"), ("POST", "/api/bookings/search")])
async def test_everybodys_visits_are_for_administrators(browser, services, reader, method, path):  # ROL-1, BOK-5
    sign_in(browser, services, getattr(services, reader))

    answer = await browser.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (403, "only_administrators")


async def test_a_series_is_read_as_far_as_one_belongs_to_it(browser, services, olle):  # BOK-1
    series_id = uuid4()
    bo = person("Bo Ek", "staff")
    services.people[bo["id"]] = bo
    visits = [services.make_visit([services.karl["id"]], series_id=series_id) for _ in range(2)]
    visits[1]["staff_ids"] = [bo["id"]]
    services.booking.visits = visits
    counts = {}
    for reader in (services.anna, bo, olle):
        sign_in(browser, services, reader)
        counts[reader["name"]] = len((await browser.get(f"/api/series/{series_id}")).json()["visits"])

    assert counts == {"Anna Holm": 1, "Bo Ek": 1, "Olle Berg": 2}


async def test_a_series_of_others_is_none(browser, services):  # GRP-6
    series_id = uuid4()
    services.visit = services.make_visit([services.karl["id"]], series_id=series_id)
    bo = person("Bo Ek", "staff")
    services.people[bo["id"]] = bo
    sign_in(browser, services, bo)

    assert (await browser.get(f"/api/series/{series_id}")).status_code == 404


async def test_colleagues_are_found_by_name_without_their_numbers(browser, services):  # BOK-1
    sign_in(browser, services, services.anna)

    found = await browser.post("/api/colleagues/search", json={"text": "Anna"})

    assert found.json() == {
        "people": [{"id": str(services.anna["id"]), "name": "Anna Holm", "initials": "AH"}],
        "has_more": False,
    }
    request = asked_with(services, SearchPeople)
    assert (request["roles"], request["statuses"]) == (["staff"], ["active"])


async def test_a_number_finds_no_colleague(browser, services):  # USR-5
    sign_in(browser, services, services.anna)

    found = await browser.post("/api/colleagues/search", json={"text": services.anna["personnummer"]})

    assert found.json() == {"people": [], "has_more": False}
    assert SearchPeople not in {call for call, _ in services.asked}


async def test_who_is_busy_is_told_with_times_and_nothing_else(browser, services):  # BOK-9
    hidden = uuid4()
    services.booking.overlaps = [
        {"person_id": services.karl["id"], "visit_id": hidden, "starts_at": NOW, "length_minutes": 20}
    ]
    sign_in(browser, services, services.anna)
    question = {"person_ids": [str(services.karl["id"])], "starts_at": NOW.isoformat(), "length_minutes": 30}

    answer = await browser.post("/api/visits/overlaps", json=question)

    [overlap] = answer.json()["overlaps"]
    assert (overlap["starts_at"], overlap["ends_at"]) == (NOW.isoformat(), (NOW + timedelta(minutes=20)).isoformat())
    assert overlap["person"]["name"] == "Karl Johansson"
    assert str(hidden) not in answer.text
    assert asked_with(services, ListOverlaps)["repeat"] is None
    assert (services.noted[-1]["kind"], services.noted[-1]["subject_ids"]) == ("search", [services.karl["id"]])
