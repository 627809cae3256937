"""Pages, security headers and the API's description."""

import json
from pathlib import Path

import httpx
import pytest

from gateway import openapi
from gateway.app import ENDPOINTS, served
from gateway.headers import content_security_policy
from gateway.live import Hub
from tests.unit.gateway.conftest import FakeServices, make_house, make_settings


async def test_every_address_of_the_app_answers_with_the_page(browser):
    for path in ("/", "/visits/0b8f5a52-58cc-4a23-a8a5-4f4f1c1d2a10", "/sign-in"):
        answer = await browser.get(path)

        assert answer.status_code == 200
        assert "CarePlatform" in answer.text


async def test_hashed_files_are_kept_and_missing_files_are_missing(browser):
    kept = await browser.get("/assets/entry-AbCdEf12.js")
    missing = await browser.get("/assets/entry-gone.js")

    assert "immutable" in kept.headers["Cache-Control"]
    assert missing.status_code == 404


async def test_no_file_outside_the_build_is_served(browser, pages: Path):
    (pages.parent / "secret.txt").write_text("secret")

    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"):
        assert "secret" not in (await browser.get(path)).text


@pytest.mark.parametrize("path", ["/", "/api/provider", "/api/session", "/api/nowhere", "/assets/gone.js"])
async def test_every_answer_carries_the_security_headers(browser, path):
    answer = await browser.get(path)

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in answer.headers


def test_the_content_security_policy_allows_no_inline_script_and_no_eval():
    policy = content_security_policy("wss://media.example:443")

    assert "unsafe" not in policy
    assert "connect-src 'self' wss://media.example:443 https://media.example:443;" in policy


async def test_an_unknown_api_address_is_a_problem_document(browser):
    answer = await browser.get("/api/nowhere")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


async def test_a_wrong_method_is_a_problem_document_that_says_what_is_allowed(browser):
    answer = await browser.delete("/api/session")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


async def test_without_the_demo_setting_there_is_no_demo_sign_in(services: FakeServices, pages: Path):
    house = make_house(make_settings(pages, demo=False), services, Hub())
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(served(house)), base_url="http://platform.test"
    ) as browser:
        listed = await browser.get("/api/sign-in/demo")
        signed_in = await browser.post("/api/sign-in/demo", json={"person_id": str(services.anna["id"])})

    assert (listed.status_code, signed_in.status_code) == (404, 404)
    assert services.sessions == {}


async def test_a_bug_answers_without_its_text(browser, services, monkeypatch):
    monkeypatch.setattr(services, "call", _failing_with_a_name)

    answer = await browser.get("/api/sign-in/demo")

    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "Karl" not in answer.text


async def _failing_with_a_name(*_: object, **__: object) -> None:
    raise RuntimeError("Karl Johansson was here")


def test_the_description_names_every_endpoint_once():
    described = openapi.document(ENDPOINTS)

    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len(operations) == len(ENDPOINTS)
    assert len({operation["operationId"] for operation in operations}) == len(ENDPOINTS)
    json.dumps(described)
