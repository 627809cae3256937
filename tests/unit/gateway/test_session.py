"""Signing in and out, and the proofs that every unsafe request must bring."""

from http.cookies import SimpleCookie

import pytest

from contracts.identity.calls import ReadSession
from gateway.session import COOKIE, CSRF_HEADER
from tests.unit.gateway.conftest import sign_in


async def test_signing_in_sets_a_cookie_for_this_host_that_ends_with_the_browser(browser, services):  # SES-2
    answer = await browser.post("/api/sign-in/demo", json={"person_id": str(services.anna["id"])})

    cookie = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
    assert answer.status_code == 204
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert cookie["path"] == "/"
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert not cookie["domain"]


async def test_signing_in_again_ends_the_session_before(browser, services):
    sign_in(browser, services, services.karl)

    await browser.post("/api/sign-in/demo", json={"person_id": str(services.anna["id"])})

    assert set(services.sessions.values()) == {services.anna["id"]}


async def test_signing_out_ends_the_session_and_the_cookie(browser, services):  # SES-3
    sign_in(browser, services, services.karl)

    answer = await browser.post("/api/sign-out")

    assert answer.status_code == 204
    assert services.sessions == {}
    assert "Max-Age=0" in answer.headers["Set-Cookie"]


async def test_without_a_session_everything_but_signing_in_is_refused(browser, services):
    for path in ("/api/session", "/api/visits", "/api/patients", "/api/live", f"/api/visits/{services.visit['id']}"):
        answer = await browser.get(path)

        assert answer.status_code == 401, path
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_signed_in"


@pytest.mark.parametrize("token", ["", "wrong", "csrf-token-of-somebody-else"])
async def test_an_unsafe_request_without_the_pages_token_is_refused(browser, services, token):
    sign_in(browser, services, services.anna)

    answer = await browser.post(f"/api/visits/{services.visit['id']}/start", headers={CSRF_HEADER: token})

    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_token_wrong"
    assert {call for call, _ in services.asked} == {ReadSession}


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_a_foreign_page_cannot_sign_a_visitor_in(browser, services, headers):
    answer = await browser.post("/api/sign-in/demo", json={"person_id": str(services.anna["id"])}, headers=headers)

    assert answer.status_code == 403
    assert services.sessions == {}


async def test_only_unsafe_requests_count_as_clicks(browser, services):  # SES-1
    sign_in(browser, services, services.anna)

    await browser.get("/api/session")
    await browser.post(f"/api/visits/{services.visit['id']}/start")

    clicks = [request["clicked"] for call, request in services.asked if call is ReadSession]
    assert clicks == [False, True]


async def test_a_patient_may_not_list_patients_or_book(browser, services):  # BOK-1
    sign_in(browser, services, services.karl)

    listed = await browser.get("/api/patients")
    booked = await browser.post(f"/api/visits/{services.visit['id']}", json={})

    assert (listed.status_code, listed.json()["code"]) == (403, "only_colleagues")
    assert (booked.status_code, booked.json()["code"]) == (403, "only_colleagues")
