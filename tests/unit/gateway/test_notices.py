"""One's own notices, what administrators see of those that were sent, and the demo's outbox."""

import logging

import pytest

from contracts.notifications.calls import ListNotices, ListOutbox, ListSentNotices, MarkNoticesRead, SendNoticeAgain
from contracts.refusals import Refused
from gateway.routes import outbox
from tests.unit.gateway.conftest import person, sign_in
from tests.unit.gateway.notice_answers import NOTICE, NoticeAnswers


@pytest.fixture
def told(services):
    answers = NoticeAnswers(services.karl["id"])
    services._answers |= answers.answers()
    return answers


@pytest.fixture
def eva(browser, services, told):
    eva = person("Eva Ek", "administrator")
    services.people[eva["id"]] = eva
    sign_in(browser, services, eva)
    return eva


def asked(services, call):
    return [request for each, request in services.asked if each is call]


async def test_one_s_own_notices_say_what_happened_to_which_visit_and_nobody_s_name(browser, services, told):  # NOT-3
    sign_in(browser, services, services.karl)

    answer = await browser.get("/api/notices", params={"limit": 8, "at_least": 20})

    [notice] = answer.json()["notices"]
    assert (answer.json()["unread"], answer.json()["has_more"]) == (3, True)
    assert notice == {
        "id": str(NOTICE),
        "kind": "changed",
        "visit_id": str(told.visit_id),
        "posted_at": "2026-11-23T09:00:00+00:00",
        "starts_at": "2026-11-24T09:00:00+00:00",
        "previous_starts_at": "2026-11-23T09:00:00+00:00",
        "visit_count": 1,
        "is_read": False,
    }
    assert asked(services, ListNotices) == [
        {"person_id": services.karl["id"], "limit": 8, "at_least": 20, "after": None}
    ]


async def test_notices_are_read_by_whoever_has_them(browser, services, told):
    sign_in(browser, services, services.karl)

    answer = await browser.post("/api/notices/read", json={"up_to": str(NOTICE)})

    assert answer.json() == {"position": 21}
    assert asked(services, MarkNoticesRead) == [{"person_id": services.karl["id"], "up_to": NOTICE}]


async def test_another_s_notice_cannot_be_read(browser, services, told):
    sign_in(browser, services, services.karl)
    services.refusing[MarkNoticesRead] = Refused("not_found", "not_found")

    assert (await browser.post("/api/notices/read", json={"up_to": str(NOTICE)})).status_code == 404


async def test_support_has_no_notices(browser, services, told):  # SUP-1
    sue = person("Sue Port", "support")
    services.people[sue["id"]] = sue
    sign_in(browser, services, sue)

    assert (await browser.get("/api/notices")).status_code == 403


async def test_an_administrator_sees_to_whom_something_was_sent_and_what_became_of_it(browser, services, eva):  # NOT-1
    answer = await browser.get("/api/notices/sent", params={"state": "failed", "channel": "sms"})

    [notice] = answer.json()["notices"]
    assert (notice["state"], notice["why"], notice["attempts"]) == ("failed", "no_credits", 4)
    assert (notice["person"]["id"], notice["person"]["name"]) == (str(services.karl["id"]), "Karl Johansson")
    assert notice.keys() & {"person_id", "text", "receiver"} == set()
    [sought] = asked(services, ListSentNotices)
    assert (sought["states"], sought["channel"], sought["limit"]) == (["failed"], "sms", 50)
    assert services.noted[-1]["action"] == "sent_notice.list"
    assert services.noted[-1]["subject_ids"] == [services.karl["id"]]


async def test_an_administrator_sends_a_failed_notice_again(browser, services, eva):
    answer = await browser.post(f"/api/notices/sent/{NOTICE}/again", json={})

    assert answer.json() == {"position": 22}
    assert asked(services, SendNoticeAgain) == [{"notice_id": NOTICE, "asked_by": eva["id"]}]
    assert services.noted[-1]["action"] == "sent_notice.repeat"
    assert services.noted[-1]["subject_ids"] == [services.karl["id"]]


@pytest.mark.parametrize("code", ["notice_not_failed", "too_late"])
async def test_what_was_sent_or_is_over_is_not_sent_again(browser, services, eva, code):
    services.refusing[SendNoticeAgain] = Refused("conflict", code)

    answer = await browser.post(f"/api/notices/sent/{NOTICE}/again", json={})

    assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.parametrize("who", ["anna", "karl"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/notices/sent"), ("POST", f"/api/notices/sent/{NOTICE}/again"), ("GET", "/api/outbox")],
)
async def test_nobody_but_administrators_sees_what_went_to_others(browser, services, told, who, method, path):  # ROL-1
    sign_in(browser, services, getattr(services, who))

    answer = await browser.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (403, "only_administrators")
    assert [call for call, _ in services.asked if call in (ListSentNotices, SendNoticeAgain, ListOutbox)] == []


@pytest.mark.parametrize(
    "query", [{"state": "lost"}, {"channel": "in_app"}, {"limit": 0}, {"limit": 201}, {"after": "1"}, {"text": "x"}]
)
async def test_what_cannot_be_sought_is_refused(browser, services, eva, query):
    assert (await browser.get("/api/notices/sent", params=query)).status_code == 422


async def test_the_demo_shows_what_would_have_been_sent(browser, services, eva):
    answer = await browser.get("/api/outbox")

    [message] = answer.json()["messages"]
    assert (message["receiver"], message["person"]["name"]) == ("+46701234567", "Karl Johansson")
    assert services.noted[-1]["subject_ids"] == [services.karl["id"]]


async def test_outside_the_demo_there_is_no_outbox(services, open_house, told, caplog):
    caplog.set_level(logging.INFO)
    eva = person("Eva Ek", "administrator")
    services.people[eva["id"]] = eva
    browser = open_house(*outbox.ENDPOINTS, demo=False)
    sign_in(browser, services, eva)

    answer = await browser.get("/api/outbox")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert asked(services, ListOutbox) == []
