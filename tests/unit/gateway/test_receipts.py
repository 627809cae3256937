"""What the SMS operator says became of a message, at an address that nobody else knows."""

import json
import logging

import pytest
from prometheus_client import REGISTRY, generate_latest

from contracts.notifications.calls import RecordReceipt
from contracts.refusals import Refused
from gateway.routes.receipts import FORM_BYTES_MAX
from tests.unit.gateway.notice_answers import NOTICE, PROOF, NoticeAnswers

ADDRESS = f"/api/receipts/sms/{NOTICE}/{PROOF}"
DELIVERED = {"id": "s70df59406a1b4643b96f3f91e0bfb7b0", "status": "delivered", "delivered": "2026-11-23T09:00:01.5"}


@pytest.fixture(autouse=True)
def told(services):
    answers = NoticeAnswers(services.karl["id"])
    services._answers |= answers.answers()
    return answers


async def test_a_receipt_is_recorded_without_a_session_or_a_page(browser, services, told):  # NOT-1
    answer = await browser.post(ADDRESS, data=DELIVERED, headers={"Origin": "https://46elks.example"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert told.receipts == [(DELIVERED["id"], "delivered")]
    assert services.noted == []


async def test_a_receipt_that_comes_twice_is_as_right_as_the_first(browser, told):
    answers = [(await browser.post(ADDRESS, data=DELIVERED)).status_code for _ in range(2)]

    assert answers == [204, 204]


@pytest.mark.parametrize(
    "address",
    [
        f"/api/receipts/sms/{NOTICE}/{'0' * 64}",
        f"/api/receipts/sms/{NOTICE}/{'0' * 101}",
        f"/api/receipts/sms/{NOTICE}/",
        f"/api/receipts/sms/{NOTICE}/{PROOF}/more",
        f"/api/receipts/sms/{NOTICE.int}/{PROOF}",
        "/api/receipts/sms/00000000-0000-0000-0000-000000000047/" + PROOF,
    ],
)
async def test_whoever_cannot_prove_it_finds_nothing(browser, told, address):
    answer = await browser.post(address, data=DELIVERED)

    assert (answer.status_code, told.receipts) == (404, [])


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"id=s1",
        b"status=delivered",
        b"id=&status=delivered",
        b"id=s1&status=read",
        b"id=s1&id=s2&status=sent",
        b"id=" + b"s" * 101 + b"&status=sent",
        b"&".join(b"a=1" for _ in range(30)) + b"&id=s1&status=sent",
        b"\xff\xfe",
    ],
)
async def test_what_is_no_receipt_finds_nothing(browser, told, form):
    answer = await browser.post(ADDRESS, content=form, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert (answer.status_code, told.receipts) == (404, [])


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (json.dumps(DELIVERED).encode(), "application/json", 415),
        (b"id=" + b"s" * FORM_BYTES_MAX, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_only_a_small_form_is_read(browser, told, content, content_type, status):
    answer = await browser.post(ADDRESS, content=content, headers={"Content-Type": content_type})

    assert (answer.status_code, told.receipts) == (status, [])


@pytest.mark.parametrize(
    ("refusal", "status"), [(("busy", "unavailable"), 503), (("conflict", "changed_meanwhile"), 409)]
)
async def test_a_receipt_that_could_not_be_recorded_is_brought_again(browser, services, refusal, status):
    services.refusing[RecordReceipt] = Refused(*refusal)

    assert (await browser.post(ADDRESS, data=DELIVERED)).status_code == status


@pytest.mark.parametrize("proof", [PROOF, "0badc0ffee" * 6])
async def test_the_proof_stands_in_no_log_and_no_metric(browser, caplog, proof):
    caplog.set_level(logging.DEBUG)
    await browser.post(f"/api/receipts/sms/{NOTICE}/{proof}", data=DELIVERED)
    await browser.get(f"/api/receipts/sms/{NOTICE}/{proof}")

    told = [str(vars(record)) for record in caplog.records if record.name == "care"]
    assert any("/api/receipts/sms/{notice_id:uuid}/{proof}" in line for line in told)
    assert not any(proof in line for line in told)
    assert proof not in generate_latest(REGISTRY).decode()
