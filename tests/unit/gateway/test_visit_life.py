"""«Uteblev», «Bjud in alla igen», changing and cancelling, as the gateway offers and passes them on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from contracts.booking.calls import CancelVisit, ChangeVisit, InviteAgain, MarkMissed, TakeBackMissed
from contracts.refusals import Refused
from tests.unit.gateway.conftest import person, sign_in


async def read(browser, services, reader):
    sign_in(browser, services, reader)
    return (await browser.get(f"/api/visits/{services.visit['id']}")).json()


def change(services, **other):
    return {
        "details_version": 1,
        "name": "Uppföljning",
        "starts_at": "2026-12-01T09:00:00+01:00",
        "length_minutes": 45,
        "staff_ids": [str(services.anna["id"])],
        "patient_ids": [str(services.maria["id"])],
        "reason": None,
    } | other


@pytest.mark.parametrize(("ended_for", "is_offered"), [(timedelta(seconds=100), True), (timedelta(minutes=2), False)])
async def test_inviting_again_is_offered_to_staff_for_two_minutes(
    browser, services, ended_for, is_offered
):  # Q11, LIF-9
    ended_at = datetime.now(UTC) - ended_for
    services.visit |= {"state": "ended", "ended_at": ended_at}

    annas = await read(browser, services, services.anna)
    karls = await read(browser, services, services.karl)

    until = (ended_at + timedelta(minutes=2)).isoformat() if is_offered else None
    assert (annas["can"]["invite_again"], annas["invite_again_until"]) == (is_offered, until)
    assert (karls["can"]["invite_again"], karls["invite_again_until"]) == (False, None)


async def test_the_new_visit_is_shown_to_whoever_is_in_it_and_is_not_made_twice(browser, services):  # Q11
    old = services.visit
    old |= {"state": "ended", "ended_at": datetime.now(UTC), "patient_ids": [services.karl["id"], services.maria["id"]]}
    again = services.make_visit([services.karl["id"]], origin_id=old["id"], origin_cause="invited_again")
    old["again_id"] = again["id"]
    services.booking.visits.append(again)

    seen = {each["name"]: await read(browser, services, each) for each in (services.anna, services.karl)}
    marias = await read(browser, services, services.maria)

    assert {visit["again_id"] for visit in seen.values()} == {str(again["id"])}
    assert marias["again_id"] is None
    assert not seen["Anna Holm"]["can"]["invite_again"]


async def test_inviting_again_answers_with_the_new_visit(browser, services):  # Q11
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/invite-again")

    assert answer.json() == {"position": 15, "visit_id": "00000000-0000-0000-0000-00000000000f"}
    [request] = [request for call, request in services.asked if call is InviteAgain]
    assert request == {"visit_id": services.visit["id"], "invited_by": services.anna["id"]}
    assert services.noted[-1]["action"] == "visit.invite_again"


@pytest.mark.parametrize(("ended_since", "may_be_marked"), [(-1, False), (1, True)])
async def test_a_visit_whose_time_has_passed_may_be_marked_missed(browser, services, ended_since, may_be_marked):  # Q2
    minutes = services.visit["length_minutes"] + ended_since
    services.visit["starts_at"] = datetime.now(UTC) - timedelta(minutes=minutes)

    assert (await read(browser, services, services.anna))["can"]["mark_missed"] == may_be_marked
    assert not (await read(browser, services, services.karl))["can"]["mark_missed"]


@pytest.mark.parametrize(
    ("path", "call", "action"),
    [("missed", MarkMissed, "visit.mark_missed"), ("missed/undo", TakeBackMissed, "visit.take_back_missed")],
)
async def test_marking_missed_and_taking_it_back(browser, services, path, call, action):  # Q2
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/{path}", json={})

    assert answer.status_code == 200
    assert call in {each for each, _ in services.asked}
    assert (services.noted[-1]["action"], services.noted[-1]["kind"]) == (action, "change")


async def test_a_change_concerns_who_was_there_and_who_comes_in(browser, services):  # BOK-3, X-3
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/change", json=change(services))

    assert answer.json() == {"position": 12}
    [request] = [request for called, request in services.asked if called is ChangeVisit]
    assert (request["changed_by"], request["details_version"]) == (services.anna["id"], 1)
    [noted] = services.noted
    assert set(noted["subject_ids"]) == {services.anna["id"], services.karl["id"], services.maria["id"]}


async def test_a_change_that_came_too_late_says_so(browser, services):  # BOK-3
    services.refusing[ChangeVisit] = Refused("conflict", "changed_meanwhile")
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/change", json=change(services))

    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"details_version": "one"},
        {"staff_ids": [str(uuid4())] * 52},
        {"reason": "x" * 501},
        {"visit_id": str(uuid4())},
    ],
)
async def test_a_change_that_cannot_be_read_is_refused_by_field(browser, services, wrong):
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/change", json=change(services, **wrong))

    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.json()["detail"]


async def test_cancelling_the_rest_of_a_series_says_how_many(browser, services):  # BOK-3
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/cancel", json={"scope": "following"})

    assert answer.json() == {"position": 10, "cancelled": 1}
    [request] = [request for call, request in services.asked if call is CancelVisit]
    assert (request["scope"], request["reason"]) == ("following", None)


@pytest.mark.parametrize("path", ["change", "missed", "missed/undo"])
async def test_patients_neither_change_nor_mark_a_visit(browser, services, path):  # Q8
    sign_in(browser, services, services.karl)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/{path}", json={})

    assert (answer.status_code, answer.json()["code"]) == (403, "only_colleagues")


async def test_a_colleague_of_another_visit_finds_none_to_change(browser, services):  # Q4
    bo = person("Bo Ek", "staff")
    services.people[bo["id"]] = bo
    sign_in(browser, services, bo)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/change", json=change(services))

    assert answer.status_code == 404
    assert ChangeVisit not in {call for call, _ in services.asked}
