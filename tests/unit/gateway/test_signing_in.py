"""What signing in does in a browser: its secret, its cookies, where it leads, and how often it may be tried."""

from http.cookies import SimpleCookie
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest

from contracts.identity.calls import (
    BeginBankId,
    BeginOidc,
    CancelBankId,
    CloseSession,
    CollectBankId,
    EndOidcSessions,
    FinishOidc,
    ListSignInMethods,
    OpenSession,
)
from contracts.refusals import Refused
from gateway.session import COOKIE
from gateway.signing_in import BROWSER_COOKIE, own_path
from tests.unit.gateway.conftest import sign_in

ATTEMPT = UUID(int=7)
OLD, SECRET = "token-from-before", "b" * 43
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
    begun = {"attempt_id": ATTEMPT, "auto_start_token": str(uuid4()), "qr": "bankid.t.0.c"}
    pending = {"state": "pending", "hint": "userSign", "qr": None, "token": None}
    services._answers |= {
        ListSignInMethods: lambda: {"methods": [{"id": "oidc", "label": "SITHS"}]},
        BeginBankId: lambda **_: begun,
        CollectBankId: lambda **_: pending,
        CancelBankId: lambda **_: {},
        BeginOidc: lambda **_: {"url": "https://broker.test/authorize?state=s"},
        FinishOidc: lambda **_: {"token": "new-token", "back": "/visits/7"},
        EndOidcSessions: lambda **_: {"closed": 1},
    }


def complete(services):
    services._answers[CollectBankId] = lambda **_: {
        "state": "complete",
        "hint": None,
        "qr": None,
        "token": "new-token",
    }


def asked_for(services, call):
    return [request for asked, request in services.asked if asked is call]


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("Set-Cookie"):
        jar.load(header)
    return {name: cookie.value for name, cookie in jar.items()}


def with_cookies(**cookies: str) -> dict[str, str]:
    names = {"session": COOKIE, "browser": BROWSER_COOKIE}
    return {"Cookie": "; ".join(f"{names[name]}={value}" for name, value in cookies.items())}


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
    assert answer.json() == {"state": "complete", "hint": None, "qr": None}
    assert cookies[COOKIE] == "new-token"
    assert cookies[BROWSER_COOKIE] in ("", "null")
    assert asked_for(services, CloseSession) == [{"token": OLD}]


async def test_the_token_of_a_session_never_stands_in_an_answer(browser, services):
    complete(services)

    answer = await collect(browser, with_cookies(browser=SECRET))

    assert "new-token" not in answer.text


async def test_a_pending_order_changes_no_cookie(browser):
    answer = await collect(browser, with_cookies(session=OLD, browser=SECRET))

    assert answer.json() == {"state": "pending", "hint": "userSign", "qr": None}
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


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.test/", "//evil.test/", "/\\evil.test", "\\\\evil.test", "javascript:alert(1)", "/a\r\nb: c",
        "/%2e\t/", "evil.test", "", "/\t/evil.test", "/api/sign-in/demo", "///evil.test", "/a\\b", "/" + "a" * 600,
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_but_to_a_page_of_ours(back):
    assert own_path(back) == "/"


@pytest.mark.parametrize("back", ["/", "/visits/7?tab=chat", "/people#top", "/a//b"])
def test_signing_in_leads_back_to_where_one_was(back):  # SES-4
    assert own_path(back) == back


async def test_the_broker_sends_the_browser_back_into_its_session(browser, services):  # SES-4
    answer = await browser.get(
        "/api/sign-in/oidc/callback?state=s&code=c&iss=https%3A%2F%2Fbroker.test&session_state=x",
        headers=with_cookies(session=OLD, browser=SECRET),
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/visits/7")
    assert cookies_of(answer)[COOKIE] == "new-token"
    assert asked_for(services, CloseSession) == [{"token": OLD}]
    assert asked_for(services, FinishOidc)[0] == {
        "browser": SECRET,
        "state": "s",
        "code": "c",
        "error": None,
        "iss": "https://broker.test",
    }


@pytest.mark.parametrize(
    ("kind", "code", "failed"),
    [
        ("conflict", "sign_in_expired", "sign_in_expired"),
        ("conflict", "oidc_cancelled", "oidc_cancelled"),
        ("forbidden", "oidc_failed", "oidc_failed"),
        ("forbidden", "no_access", "no_access"),
        ("forbidden", "sign_in_unavailable", "sign_in_unavailable"),
        ("busy", "oidc_unavailable", "oidc_unavailable"),
        ("busy", "unavailable", "oidc_unavailable"),
    ],
)
async def test_whatever_fails_at_the_broker_leads_to_the_sign_in_page(browser, services, kind, code, failed):
    services.refusing[FinishOidc] = Refused(kind, code)

    answer = await browser.get("/api/sign-in/oidc/callback?state=s&code=c", headers=with_cookies(browser=SECRET))

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?failed={failed}")
    assert cookies_of(answer) == {}


@pytest.mark.parametrize("address", ["?state=s&code=c", "?code=c", ""])
async def test_who_did_not_begin_here_is_not_signed_in_by_an_address(browser, services, address):
    """A link that carries another's code and state (login CSRF) finds no secret of this browser."""
    answer = await browser.get(f"/api/sign-in/oidc/callback{address}")

    assert answer.headers["Location"] == "/sign-in?failed=sign_in_expired"
    assert asked_for(services, FinishOidc) == []


async def test_a_page_to_come_back_to_that_is_not_ours_becomes_the_first_page(browser, services):
    await browser.post("/api/sign-in/oidc", json={"back": "https://evil.test/"})

    assert asked_for(services, BeginOidc)[0]["back"] == "/"


async def test_a_broker_that_answers_with_a_foreign_page_leads_to_ours(browser, services):
    services._answers[FinishOidc] = lambda **_: {"token": "new-token", "back": "//evil.test"}

    answer = await browser.get("/api/sign-in/oidc/callback?state=s&code=c", headers=with_cookies(browser=SECRET))

    assert answer.headers["Location"] == "/"


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


async def test_codes_tried_without_end_lead_to_the_page_that_says_so(browser):
    async def tried() -> str:
        address = "/api/sign-in/oidc/callback?state=s&code=c"
        return (await browser.get(address, headers=with_cookies(browser=SECRET))).headers["Location"]

    assert [await tried() for _ in range(61)][-1] == "/sign-in?failed=too_many_attempts"


async def test_the_brokers_logout_needs_no_page_of_ours(browser, services):
    answer = await browser.post(
        "/api/sign-in/oidc/backchannel-logout",
        data={"logout_token": "a.b.c"},
        headers={"Origin": "https://broker.test"},
    )

    assert answer.status_code == 200
    assert asked_for(services, EndOidcSessions) == [{"logout_token": "a.b.c"}]


@pytest.mark.parametrize("form", ["", "logout_token=", "logout_token=a&logout_token=b", "other=x", quote("å") * 20])
async def test_a_logout_that_is_none_is_refused_as_the_standard_says(browser, services, form):
    answer = await browser.post(
        "/api/sign-in/oidc/backchannel-logout",
        content=form,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "logout_token_invalid")
    assert asked_for(services, EndOidcSessions) == []


async def test_a_logout_that_identity_does_not_believe_is_400(browser, services):
    services.refusing[EndOidcSessions] = Refused("invalid", "logout_token_invalid")

    answer = await browser.post("/api/sign-in/oidc/backchannel-logout", data={"logout_token": "a.b.c"})

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/api/sign-in/bankid", f"/api/sign-in/bankid/{ATTEMPT}/collect", "/api/sign-in/oidc"])
async def test_a_foreign_page_cannot_begin_or_finish_a_sign_in(browser, services, path):
    answer = await browser.post(path, json={}, headers={"Origin": "https://evil.test", **with_cookies(browser=SECRET)})

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert services.asked == []
