"""Every access is in the access log before its answer leaves, or there is no answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.responses import StreamingResponse

from contracts.audit.calls import NoteAccesses
from contracts.booking.calls import BookVisit, CancelVisit, ListVisits
from contracts.refusals import Refused
from gateway.endpoints import Asked, Endpoint
from tests.unit.gateway.conftest import FakeServices, sign_in
from tests.unit.gateway.visit_answers import NOW

AWAY = Refused("busy", "unavailable")


def booking(services: FakeServices) -> dict[str, Any]:
    return {
        "name": "Uppföljning",
        "starts_at": NOW.isoformat(),
        "length_minutes": 30,
        "staff_ids": [str(services.anna["id"])],
        "patient_ids": [str(services.karl["id"])],
    }


async def is_noted(services: FakeServices, count: int) -> None:
    async with asyncio.timeout(2):
        while len(services.noted) < count:  # noqa: ASYNC110 - the other task runs meanwhile
            await asyncio.sleep(0)


async def test_what_was_read_is_noted_with_who_and_whose(browser, services):
    sign_in(browser, services, services.anna)

    await browser.get(f"/api/visits/{services.visit['id']}")

    [noted] = services.noted
    anna, karl = services.anna["id"], services.karl["id"]
    assert (noted["actor_id"], noted["session_id"], noted["roles"]) == (anna, anna, ["staff"])
    assert (noted["method"], noted["strength"], noted["unit"]) == ("bankid", "loa3", "norrvik")
    assert (noted["action"], noted["kind"], noted["outcome"], noted["code"]) == ("visit.read", "read", "done", None)
    assert noted["subject_ids"] == [anna, karl]


async def test_a_change_is_told_apart_from_a_reading(browser, services):
    sign_in(browser, services, services.anna)

    await browser.post(f"/api/visits/{services.visit['id']}", json=booking(services))

    [noted] = services.noted
    assert (noted["action"], noted["kind"], noted["subject_ids"]) == (
        "visit.book",
        "change",
        [services.anna["id"], services.karl["id"]],
    )


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/api/visits/{visit}", {}, "only_colleagues"),
        ("/api/visits/{other}/start", None, "not_found"),
        ("/api/visits/{visit}/join", None, "visit_not_started"),
        ("/api/visits/{visit}/cancel", {"reason": 7}, "invalid"),
    ],
)
async def test_a_refusal_is_noted_with_its_code(browser, services, path, body, code):
    sign_in(browser, services, services.karl)

    answer = await browser.post(path.format(visit=services.visit["id"], other=uuid4()), json=body)

    [noted] = services.noted
    assert answer.json()["code"] == code
    assert (noted["actor_id"], noted["outcome"], noted["code"]) == (services.karl["id"], "refused", code)


async def test_a_forged_request_is_noted_as_refused(browser, services):
    sign_in(browser, services, services.anna)
    browser.headers["X-CSRF-Token"] = "wrong"

    await browser.post(f"/api/visits/{services.visit['id']}/start")

    assert [noted["code"] for noted in services.noted] == ["csrf_token_wrong"]


async def test_nobody_is_noted_who_is_not_signed_in(browser, services):
    await browser.get("/api/visits")

    assert services.noted == []


async def test_a_session_of_ones_own_is_no_access(browser, services):
    sign_in(browser, services, services.anna)

    await browser.get("/api/session")

    assert services.noted == []


async def test_what_cannot_be_noted_is_not_shown(browser, services):
    sign_in(browser, services, services.anna)
    services.refusing[NoteAccesses] = AWAY

    answer = await browser.get("/api/contacts")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "1"
    assert "Karl" not in answer.text


async def test_a_reading_that_was_not_shown_is_not_noted_later(browser, services):
    sign_in(browser, services, services.anna)
    services.refusing[NoteAccesses] = AWAY
    await browser.get("/api/contacts")

    del services.refusing[NoteAccesses]
    await browser.get(f"/api/visits/{services.visit['id']}")

    assert [noted["action"] for noted in services.noted] == ["visit.read"]


async def test_a_visit_goes_on_and_is_noted_when_that_is_possible(browser, services):
    sign_in(browser, services, services.anna)
    services.refusing[NoteAccesses] = AWAY
    visit = f"/api/visits/{services.visit['id']}"

    shown = await browser.get(visit)
    started = await browser.post(f"{visit}/start")
    cancelled = await browser.post(f"{visit}/cancel", json={})
    del services.refusing[NoteAccesses]
    await is_noted(services, 2)

    assert [answer.status_code for answer in (shown, started, cancelled)] == [200, 200, 503]
    assert [noted["action"] for noted in services.noted] == ["visit.read", "visit.start"]


@pytest.mark.parametrize("refused", [None, Refused("conflict", "id_taken")])
async def test_what_took_place_is_noted_as_soon_as_that_is_possible(browser, services, refused):
    sign_in(browser, services, services.anna)
    services.refusing[NoteAccesses] = AWAY
    if refused:
        services.refusing[BookVisit] = refused

    answer = await browser.post(f"/api/visits/{services.visit['id']}", json=booking(services))
    del services.refusing[NoteAccesses]
    await is_noted(services, 1)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    [noted] = services.noted
    assert (noted["action"], noted["code"]) == ("visit.book", refused and refused.code)


async def test_nothing_more_is_changed_while_a_change_is_not_noted(browser, services):
    sign_in(browser, services, services.anna)
    services.refusing[NoteAccesses] = AWAY
    await browser.post(f"/api/visits/{services.visit['id']}", json=booking(services))

    refused = await browser.post(f"/api/visits/{services.visit['id']}/cancel", json={})
    commands = {call for call, _ in services.asked}
    del services.refusing[NoteAccesses]
    await is_noted(services, 1)
    done = await browser.post(f"/api/visits/{services.visit['id']}/cancel", json={})

    assert (refused.status_code, done.status_code) == (503, 200)
    assert BookVisit in commands
    assert CancelVisit not in commands


async def test_a_fault_is_noted_too(browser, services):
    sign_in(browser, services, services.anna)
    services._answers[ListVisits] = lambda **_: {"visits": None}

    answer = await browser.get("/api/visits")

    assert answer.status_code == 500
    assert [noted["code"] for noted in services.noted] == ["fault"]


async def test_who_belongs_to_a_visit_is_concerned_by_what_is_done_with_it(browser, services):
    sign_in(browser, services, services.anna)

    await browser.post(f"/api/visits/{services.visit['id']}/start")

    assert services.noted[0]["subject_ids"] == [services.anna["id"], services.karl["id"]]


async def test_a_person_in_the_address_is_concerned_even_when_it_is_refused(open_house, services):
    async def handler(_: Asked) -> None:
        raise Refused("conflict", "changed_meanwhile")

    endpoint = Endpoint(
        method="GET", path="/api/people/{person_id:uuid}", handler=handler, summary="One", action="person.read"
    )
    browser: httpx.AsyncClient = open_house(endpoint)
    sign_in(browser, services, services.anna)

    await browser.get(f"/api/people/{services.maria['id']}")

    assert services.noted[0]["subject_ids"] == [services.maria["id"]]


@pytest.mark.parametrize("is_away", [False, True])
async def test_of_an_answer_in_parts_each_part_is_noted_before_it_leaves(open_house, services, is_away: bool):
    async def parts(asked: Asked) -> AsyncIterator[str]:
        for person in (services.karl, services.maria):
            if person is services.maria and is_away:
                services.refusing[NoteAccesses] = AWAY
            await asked.shows_part(person["id"])
            yield person["name"]

    async def handler(asked: Asked) -> StreamingResponse:
        return StreamingResponse(parts(asked))

    browser = open_house(
        Endpoint(method="GET", path="/api/all", handler=handler, summary="All", action="people.export")
    )
    sign_in(browser, services, services.anna)

    answer = await browser.get("/api/all")

    shown = [[services.karl["id"]]] if is_away else [[services.karl["id"]], [services.maria["id"]]]
    assert [noted["subject_ids"] for noted in services.noted] == [[], *shown]
    assert ("Maria" in answer.text) is not is_away
