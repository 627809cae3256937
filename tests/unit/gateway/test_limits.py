"""How often one may ask."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from gateway.endpoints import Asked, Endpoint
from gateway.limiting import TIDIED_EVERY, Limit, Limiting, TooMany, Windows
from gateway.session import Session
from tests.unit.gateway.conftest import FakeServices, sign_in

TWICE = 2


async def fine(_: Asked) -> None:
    return None


def endpoint(per: Any, path: str = "/api/find", **told: Any) -> Endpoint:
    return Endpoint(
        method="POST", path=path, handler=fine, summary="", status=204, limits=(Limit(TWICE, 60, per),), **told
    )


async def statuses(browser: httpx.AsyncClient, path: str = "/api/find", **headers: str) -> list[int]:
    return [(await browser.post(path, headers=headers)).status_code for _ in range(TWICE + 1)]


async def test_who_asks_too_often_is_told_when_to_ask_again(open_house):
    browser = open_house(endpoint("address", access="anyone"))

    assert await statuses(browser) == [204, 204, 429]
    answer = await browser.post("/api/find")
    assert answer.json()["code"] == "too_many_attempts"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


async def test_one_session_does_not_use_up_anothers(open_house, services: FakeServices):
    browser = open_house(endpoint("session"))

    sign_in(browser, services, services.anna)
    annas = await statuses(browser)
    sign_in(browser, services, services.karl)

    assert (annas, await statuses(browser)) == ([204, 204, 429], [204, 204, 429])


async def test_one_endpoint_does_not_use_up_anothers(open_house):
    browser = open_house(endpoint("address", access="anyone"), endpoint("address", "/api/other", access="anyone"))

    assert await statuses(browser) == await statuses(browser, "/api/other") == [204, 204, 429]


async def test_too_many_is_noted_when_one_knows_who_asks(open_house, services: FakeServices):
    browser = open_house(endpoint("session", action="person.search"))
    sign_in(browser, services, services.anna)

    await statuses(browser)

    assert [(noted["kind"], noted["code"]) for noted in services.noted] == [
        ("search", None),
        ("search", None),
        ("search", "too_many_attempts"),
    ]


async def test_an_untrusted_browser_cannot_say_it_is_elsewhere(open_house):
    browser = open_house(endpoint("address", access="anyone"))

    refused = [await statuses(browser, **{"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(2)]

    assert refused == [[204, 204, 429], [429, 429, 429]]


async def test_a_trusted_proxy_says_where_the_browser_is(open_house):
    browser = open_house(endpoint("address", access="anyone"), trusted_proxies=("127.0.0.0/8",))

    spoofing = await statuses(browser, **{"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
    elsewhere = await statuses(browser, **{"X-Forwarded-For": "203.0.113.9, 192.0.2.2"})
    same = await statuses(browser, **{"X-Forwarded-For": "203.0.113.77, 192.0.2.1"})

    assert (spoofing, elsewhere, same) == ([204, 204, 429], [204, 204, 429], [429, 429, 429])


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_household_is_one_address(one: str, other: str, are_one: bool):
    limiting, once = Limiting(), (Limit(1, 60, "address"),)
    limiting.count("POST /api/find", once, one, None)

    assert _is_full(limiting, once, other) == are_one


def test_everyone_together_has_a_limit_too():
    limiting, once = Limiting(), (Limit(1, 60, "everyone"),)
    session = Session("t", UUID(int=1), "c", {"id": UUID(int=2), "roles": []}, "demo", "none")

    limiting.count("POST /api/find", once, "192.0.2.1", session)

    assert _is_full(limiting, once, "192.0.2.2")


def test_limits_are_widened_for_tests_and_benchmarks():
    limiting, once = Limiting(factor=3), (Limit(1, 60, "address"),)

    for _ in range(3):
        limiting.count("POST /api/find", once, "192.0.2.1", None)

    assert _is_full(limiting, once, "192.0.2.1")


def test_who_has_not_asked_for_long_is_forgotten():
    windows = Windows()

    windows.acquire_entry("of one who comes once", limit=1, expiry=-1)
    for _ in range(TIDIED_EVERY):
        windows.acquire_entry("of one who comes often", limit=TIDIED_EVERY, expiry=60)

    assert list(windows.events) == ["of one who comes often"]
    assert not windows.acquire_entry("of one who comes often", limit=TIDIED_EVERY, expiry=60)


def test_no_thread_of_the_library_tidies_while_requests_are_counted():
    windows = Windows()

    assert not windows.timer.is_alive()


def _is_full(limiting: Limiting, limits: tuple[Limit, ...], address: str) -> bool:
    try:
        limiting.count("POST /api/find", limits, address, None)
    except TooMany:
        return True
    return False
