"""Away to the broker and back to a page of ours, or out when the broker says so."""

from urllib.parse import quote

import pytest

from contracts.identity.calls import BeginOidc, CloseSession, EndOidcSessions, FinishOidc
from contracts.refusals import Refused
from gateway.session import COOKIE
from gateway.signing_in import own_path
from tests.unit.gateway.sign_in_answers import OLD, SECRET, answer_sign_ins, asked_for, cookies_of, with_cookies


@pytest.fixture(autouse=True)
def sign_in_answers(services):
    answer_sign_ins(services)


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
