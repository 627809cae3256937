"""What the gateway says of visits, and what it refuses."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest
from livekit.protocol.models import ParticipantInfo

from contracts.booking.calls import BookVisit, CancelVisit, ReadVisit
from contracts.refusals import Refused
from contracts.visit_media.calls import ListPresent
from gateway.media_tokens import join_token
from tests.unit.gateway.conftest import SECRET, person, sign_in
from tests.unit.gateway.visit_answers import NOW
from visit_media.adapters.engine import Someone
from visit_media.adapters.livekit_cluster import someone

BOOKING = {"name": "Uppföljning", "starts_at": "2026-12-01T09:00:00+01:00", "length_minutes": 30}


def booking(services):
    return BOOKING | {"staff_ids": [str(services.anna["id"])], "patient_ids": [str(services.karl["id"])]}


async def test_booking_takes_the_id_from_the_address_and_the_booker_from_the_session(browser, services):  # BOK-1
    sign_in(browser, services, services.anna)
    visit_id = uuid4()

    answer = await browser.post(f"/api/visits/{visit_id}", json=booking(services))

    assert (answer.status_code, answer.json()) == (201, {"position": 7, "visit_ids": [str(visit_id)]})
    [request] = [request for call, request in services.asked if call is BookVisit]
    assert (request["visit_id"], request["booked_by"]) == (visit_id, services.anna["id"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"starts_at": "tomorrow"},
        {"starts_at": "2026-12-01T09:00:00"},
        {"length_minutes": "30"},
        {"length_minutes": 30.5},
        {"patient_ids": ["karl"]},
        {"staff_ids": "anna"},
        {"repeat": {"every_weeks": 0, "times": 2}},
        {"repeat": {"every_weeks": 1, "times": 201}},
        {"booked_by": str(uuid4())},
    ],
)
async def test_a_wrong_field_is_refused_by_name_and_never_quoted(browser, services, wrong):
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{uuid4()}", json=booking(services) | wrong)

    [field] = wrong
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert field in answer.json()["detail"]
    assert BookVisit not in {call for call, _ in services.asked}


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 50_000])
async def test_what_is_not_a_json_object_is_refused(browser, services, body):
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{uuid4()}", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422


async def test_a_body_of_ten_megabytes_is_refused(browser, services):
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{uuid4()}", content=b"x" * 10_000_000)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_body_without_an_announced_length_is_counted(browser, services):
    sign_in(browser, services, services.anna)

    async def endless():
        for _ in range(100):
            yield b"x" * 1024

    answer = await browser.post(f"/api/visits/{uuid4()}", content=endless())

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("state", "can_staff", "can_patient"),
    [
        ("booked", {"start", "cancel", "change"}, set()),
        ("started", {"join", "end", "change"}, {"join"}),
        ("missed", {"start", "take_back_missed"}, set()),
        ("ended", set(), set()),
        ("cancelled", set(), set()),
    ],
)
async def test_what_one_may_do_follows_state_and_role(browser, services, state, can_staff, can_patient):  # LIF-1, LIF-6
    services.visit |= {"state": state, "ended_at": NOW, "starts_at": datetime.now(UTC) + timedelta(hours=1)}
    for reader, expected in ((services.anna, can_staff), (services.karl, can_patient)):
        sign_in(browser, services, reader)

        visit = (await browser.get(f"/api/visits/{services.visit['id']}")).json()

        assert {action for action, allowed in visit["can"].items() if allowed} == expected


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("booked", "visit_not_started"),
        ("missed", "visit_not_started"),
        ("ended", "visit_ended"),
        ("cancelled", "visit_cancelled"),
    ],
)
async def test_only_a_started_visit_gives_a_join_token(browser, services, state, code):  # LIF-2, LIF-8
    services.visit["state"] = state
    sign_in(browser, services, services.karl)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/join")

    assert (answer.status_code, answer.json()["code"]) == (409, code)


async def test_a_join_token_carries_ids_and_no_name(browser, services):
    services.visit["state"] = "started"
    sign_in(browser, services, services.karl)

    joining = (await browser.post(f"/api/visits/{services.visit['id']}/join")).json()

    claims = jwt.decode(joining["token"], SECRET, algorithms=["HS256"], issuer="care", options={"verify_nbf": False})
    assert claims["sub"] == str(services.karl["id"])
    assert claims["video"]["room"] == str(services.visit["id"])
    assert claims["staff"] is False
    assert claims["session"] == str(services.karl["id"])  # the fake's sessions have their person's id
    assert "name" not in claims
    assert joining["url"] == "ws://media.test:8401"


def test_a_token_for_a_cluster_tells_the_same_ids_as_attributes_which_is_all_that_clusters_show():
    visit_id, person_id, session_id = (uuid4() for _ in range(3))
    who = {"visit_id": visit_id, "person_id": person_id, "session_id": session_id}

    token, _ = join_token(
        api_key="care",
        api_secret=SECRET,
        visit_version=3,
        is_staff=True,
        now=datetime.now(UTC),
        is_for_cluster=True,
        **who,
    )

    claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    info = ParticipantInfo(identity=claims["sub"], sid="PA_1", attributes=claims["attributes"])
    assert someone(claims["video"]["room"], info) == Someone(
        visit_id, person_id, "PA_1", 3, is_staff=True, session_id=session_id
    )


async def test_a_visit_one_does_not_belong_to_is_not_found(browser, services):  # ADR-3, GRP-6
    sign_in(browser, services, services.maria)

    for answer in (
        await browser.get(f"/api/visits/{services.visit['id']}"),
        await browser.post(f"/api/visits/{services.visit['id']}/join"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_visits_are_listed_while_the_media_service_is_away(browser, services):
    services.visit["state"] = "started"
    services.refusing[ListPresent] = Refused("busy", "unavailable")
    sign_in(browser, services, services.karl)

    answer = await browser.get("/api/visits")

    [visit] = answer.json()["visits"]
    assert visit["present"] == []


async def test_a_service_that_is_away_is_said_to_be_worth_another_try(browser, services):
    services.refusing[ReadVisit] = Refused("busy", "unavailable")
    sign_in(browser, services, services.karl)

    answer = await browser.get(f"/api/visits/{services.visit['id']}")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


@pytest.fixture
def olle(services):
    """An administrator who is in none of the visits."""
    olle = person("Olle Berg", "administrator")
    services.people[olle["id"]] = olle
    return olle


async def test_an_administrator_sees_the_visits_that_need_action_by_name(browser, services, olle):  # Q7
    services.visit |= {"staff_ids": [], "needs_action": True, "starts_at": datetime.now(UTC) + timedelta(hours=1)}
    sign_in(browser, services, olle)

    [visit] = (await browser.get("/api/visits/attention")).json()["visits"]

    assert (visit["needs_action"], visit["staff"]) == (True, [])
    assert visit["patients"][0]["name"] == "Karl Johansson"
    assert {action for action, allowed in visit["can"].items() if allowed} == {"cancel", "change"}
    [noted] = services.noted
    assert (noted["action"], noted["subject_ids"]) == ("visit.list_needing_action", [services.karl["id"]])


@pytest.mark.parametrize("reader", ["anna", "karl"])
async def test_only_administrators_see_what_needs_action(browser, services, reader):  # Q7, ROL-1
    sign_in(browser, services, getattr(services, reader))

    answer = await browser.get("/api/visits/attention")

    assert (answer.status_code, answer.json()["code"]) == (403, "only_administrators")


async def test_an_administrator_ends_only_a_started_visit_whose_staff_are_gone(browser, services, olle):  # Q7, LIF-6
    sign_in(browser, services, olle)
    services.visit["state"] = "started"
    abilities = []
    for staff_ids in ([services.anna["id"]], []):
        services.visit["staff_ids"] = staff_ids
        [visit] = (await browser.get("/api/visits/attention")).json()["visits"]
        abilities.append({action for action, allowed in visit["can"].items() if allowed})

    assert abilities == [{"change"}, {"change", "end"}]


async def test_an_administrator_cancels_a_visit_of_others_and_it_is_noted_whose(browser, services, olle):  # BOK-3
    sign_in(browser, services, olle)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/cancel", json={"reason": "Sjuk"})

    assert answer.status_code == 200
    assert CancelVisit in {call for call, _ in services.asked}
    [noted] = services.noted
    assert noted["subject_ids"] == [services.anna["id"], services.karl["id"]]


async def test_an_administrator_reads_a_visit_of_others_by_name_and_neither_starts_nor_joins_it(  # LIF-1, BOK-3
    browser, services, olle
):
    sign_in(browser, services, olle)
    visit = f"/api/visits/{services.visit['id']}"

    read = await browser.get(visit)
    answers = [await browser.post(f"{visit}/{step}") for step in ("start", "join", "invite-again", "small-groups/end")]

    assert read.json()["patients"][0]["name"] == "Karl Johansson"
    assert [answer.status_code for answer in answers] == [404, 404, 403, 403]
