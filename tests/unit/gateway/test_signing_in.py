"""What signing in does in a browser: its secret, its cookies, and how often it may be tried."""

from http.cookies import SimpleCookie

import pytest

from contracts.identity.calls import BeginBankId, CloseSession, CollectBankId, OpenSession
from gateway.session import COOKIE
from gateway.signing_in import BROWSER_COOKIE
from tests.unit.gateway.conftest import sign_in
from tests.unit.gateway.sign_in_answers import (
    ATTEMPT,
    OLD,
    SECRET,
    answer_sign_ins,
    asked_for,
    cookies_of,
    with_cookies,
)

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"
)


@pytest.fixture(autouse=True)
def sign_in_answers(services):
    answer_sign_ins(services)


def complete(services):
    services._answers[CollectBankId] = lambda **_: {
        "state": "complete",
        "hint": None,
        "qr": None,
        "token": "new-token",
        "back": "/visits/7",
    }


async def collect(browser, headers=None):
    return await browser.post(f"/api/sign-in/bankid/{ATTEMPT}/collect", json={}, headers=headers or {})


async def test_the_ways_in_are_told_to_anyone(browser):  # AUT-1
    answer = await browser.get("/api/sign-in/methods")

    assert answer.json() == {"methods": [{"id": "oidc", "label": "SITHS"}]}


async def test_an_order_is_bound_to_a_secret_that_only_this_browser_holds(browser, services):  # AUT-1
    answer = await browser.post("/api/sign-in/bankid", json={"language": "en"})

    cookie = SimpleCookie(answer.headers["Set-Cookie"])[BROWSER_COOKIE]
    (asked,) = asked_for(services, BeginBankId)
    assert answer.json()["attempt_id"] == str(ATTEMPT)
    assert asked["browser"] == cookie.value
    assert asked["language"] == "en"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "lax", "/")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")


async def test_a_browser_that_has_begun_before_keeps_its_secret_so_that_the_old_order_ends(browser, services):
    await browser.post("/api/sign-in/bankid", json={}, headers=with_cookies(browser=SECRET))

    assert asked_for(services, BeginBankId)[0]["browser"] == SECRET


@pytest.mark.parametrize("planted", ["short", "x" * 500, "å" * 43, "b" * 42 + ";"])
async def test_what_is_no_secret_of_ours_is_not_taken_for_one(browser, services, planted):
    await browser.post("/api/sign-in/bankid", json={}, headers={"Cookie": f"{BROWSER_COOKIE}={planted}".encode()})

    assert len(asked_for(services, BeginBankId)[0]["browser"]) == 43
    assert asked_for(services, BeginBankId)[0]["browser"] != planted


async def test_nobody_collects_or_cancels_without_the_browsers_secret(browser, services):  # AUT-1
    collected = await collect(browser)
    cancelled = await browser.post(f"/api/sign-in/bankid/{ATTEMPT}/cancel", json={})

    assert (collected.status_code, collected.json()["code"]) == (409, "sign_in_expired")
    assert cancelled.status_code == 204
    assert services.asked == []


async def test_a_complete_order_gives_a_new_session_and_ends_the_one_before(browser, services):  # SES-2
    complete(services)

    answer = await collect(browser, with_cookies(session=OLD, browser=SECRET))

    cookies = cookies_of(answer)
    assert answer.json() == {"state": "complete", "hint": None, "qr": None, "back": "/visits/7"}
    assert cookies[COOKIE] == "new-token"
    assert cookies[BROWSER_COOKIE] in ("", "null")
    assert asked_for(services, CloseSession) == [{"token": OLD}]


async def test_where_the_app_is_and_where_one_was_going_are_told_when_it_begins(browser, services):  # SES-4
    for asked in ({"same_device": True, "back": "/visits/7"}, {"back": "https://evil.test/"}, {"back": "//evil.test"}):
        await browser.post("/api/sign-in/bankid", json=asked)

    begun = [(each["same_device"], each["back"]) for each in asked_for(services, BeginBankId)]
    assert begun == [(True, "/visits/7"), (False, "/"), (False, "/")]


async def test_what_the_app_led_back_with_is_passed_on(browser, services):
    await collect(browser, with_cookies(browser=SECRET))
    await browser.post(
        f"/api/sign-in/bankid/{ATTEMPT}/collect", json={"nonce": "n" * 43}, headers=with_cookies(browser=SECRET)
    )

    assert [each["nonce"] for each in asked_for(services, CollectBankId)] == [None, "n" * 43]


async def test_the_way_on_is_a_page_of_ours_whatever_was_kept(browser, services):
    elsewhere = {"state": "complete", "hint": None, "qr": None, "token": "new-token", "back": "//evil.test"}
    services._answers[CollectBankId] = lambda **_: elsewhere

    answer = await collect(browser, with_cookies(browser=SECRET))

    assert answer.json()["back"] == "/"


async def test_the_token_of_a_session_never_stands_in_an_answer(browser, services):
    complete(services)

    answer = await collect(browser, with_cookies(browser=SECRET))

    assert "new-token" not in answer.text


async def test_a_pending_order_changes_no_cookie(browser):
    answer = await collect(browser, with_cookies(session=OLD, browser=SECRET))

    assert answer.json() == {"state": "pending", "hint": "userSign", "qr": None, "back": None}
    assert cookies_of(answer) == {}


async def test_the_demo_also_leaves_the_old_session_behind(browser, services):
    sign_in(browser, services, services.karl)
    old = browser.headers["Cookie"].partition("=")[2]

    await browser.post("/api/sign-in/demo", json={"person_id": str(services.anna["id"])}, headers={"User-Agent": EDGE})

    assert asked_for(services, CloseSession) == [{"token": old}]
    assert asked_for(services, OpenSession)[0]["device"] == "Edge, Windows"


@pytest.mark.parametrize(
    ("header", "device"), [(IPHONE, "Safari, iPhone"), (EDGE, "Edge, Windows"), ("", None), ("x" * 3000, None)]
)
async def test_a_session_is_told_apart_by_browser_and_device(browser, services, header, device):  # SES-1
    await browser.post("/api/sign-in/bankid", json={}, headers={"User-Agent": header})

    assert asked_for(services, BeginBankId)[0]["device"] == device


async def test_orders_from_one_browser_are_limited_and_so_are_those_from_one_address(browser):
    of_a_browser = [
        (await browser.post("/api/sign-in/bankid", json={}, headers=with_cookies(browser=SECRET))).status_code
        for _ in range(13)
    ]
    of_the_address = [(await browser.post("/api/sign-in/bankid", json={})).status_code for _ in range(60)]

    assert of_a_browser == [200] * 12 + [429]
    assert of_the_address[0] == 200
    assert of_the_address[-1] == 429


async def test_collecting_without_end_is_refused_with_a_time_to_wait(browser):
    answers = [await collect(browser, with_cookies(browser=SECRET)) for _ in range(121)]

    assert {each.status_code for each in answers[:-1]} == {200}
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "too_many_attempts")
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/api/sign-in/bankid", f"/api/sign-in/bankid/{ATTEMPT}/collect", "/api/sign-in/oidc"])
async def test_a_foreign_page_cannot_begin_or_finish_a_sign_in(browser, services, path):
    answer = await browser.post(path, json={}, headers={"Origin": "https://evil.test", **with_cookies(browser=SECRET)})

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert services.asked == []
