"""A gateway answers at its provider's address only."""

from pathlib import Path

import httpx
import pytest

from gateway.app import served
from gateway.live import Hub
from gateway.session import COOKIE
from tests.unit.gateway.conftest import FakeServices, make_house, make_settings


@pytest.mark.parametrize("host", ["platform.test", "PLATFORM.test", "platform.test:80"])
async def test_the_providers_own_address_is_answered(browser, host):
    assert (await browser.get("/api/provider", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.test",
        "platform.test:8080",
        "platform.test.elsewhere.test",
        "platform.test@elsewhere.test",
        "",
        "[",
        "a:b",
    ],
)
@pytest.mark.parametrize("path", ["/api/provider", "/", "/assets/entry-AbCdEf12.js"])
async def test_any_other_address_is_the_wrong_one(browser, host, path):  # ADR-1
    answer = await browser.get(path, headers={"Host": host})

    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_address")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_wrong_address_is_not_signed_in_at(browser, services):
    answer = await browser.post(
        "/api/sign-in/demo", json={"person_id": str(services.anna["id"])}, headers={"Host": "elsewhere.test"}
    )

    assert answer.status_code == 421
    assert services.sessions == {}


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 421)])
async def test_a_demo_answers_at_the_machines_own_names_too(services, pages: Path, demo: bool, status: int):
    house = make_house(make_settings(pages, demo=demo, port=8400), services, Hub())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served(house)), base_url="http://x") as client:
        for host in ("localhost:8400", "127.0.0.1:8400", "[::1]:8400"):
            assert (await client.get("/api/provider", headers={"Host": host})).status_code == status, host
        assert (await client.get("/api/provider", headers={"Host": "localhost:8500"})).status_code == 421


async def test_a_session_of_one_provider_opens_nothing_at_another(browser, pages: Path):  # ADR-4
    ours, theirs = FakeServices(), FakeServices()
    token = ours._open(ours.anna["id"])["token"]
    house = make_house(make_settings(pages, public_url="http://other.test"), theirs, Hub())
    cookie = {"Cookie": f"{COOKIE}={token}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served(house)), base_url="http://other.test") as other:
        at_their_address = await other.get("/api/visits", headers=cookie)
        at_our_name = await other.get("/api/visits", headers={**cookie, "Host": "platform.test"})

    assert (at_their_address.status_code, at_their_address.json()["code"]) == (401, "not_signed_in")
    assert at_our_name.status_code == 421
