"""Until when one is signed in, where else, and signing out there."""

from uuid import uuid4

from contracts.identity.calls import CloseOwnSessions
from tests.unit.gateway.conftest import sign_in


async def test_a_page_learns_who_one_is_and_until_when(browser, services):  # SES-1
    sign_in(browser, services, services.karl)

    told = (await browser.get("/api/session")).json()

    assert told == {
        "session_id": str(services.karl["id"]),
        "person": {
            "id": str(services.karl["id"]),
            "name": "Karl Johansson",
            "initials": "KJ",
            "roles": ["patient"],
        },
        "csrf_token": told["csrf_token"],
        "method": "bankid",
        "idle_ends_at": None,
        "idle_logout_minutes": 120,
    }


async def test_a_click_tells_until_when_and_counts_as_one(browser, services):  # SES-1
    sign_in(browser, services, services.karl)

    answer = await browser.post("/api/session/click", json={})

    assert (answer.status_code, answer.json()) == (200, {"idle_ends_at": None})
    assert services.asked[-1][1]["clicked"] is True


async def test_ones_sessions_are_listed_and_the_present_one_is_marked(browser, services):  # SES-3
    sign_in(browser, services, services.karl)
    services.provider.add_session(services.karl["id"], "Firefox, Windows")
    services.provider.add_session(uuid4(), None)

    listed = (await browser.get("/api/sessions")).json()["sessions"]

    assert [(each["is_current"], each["device"]) for each in listed] == [(True, "Firefox, Windows"), (False, None)]
    assert set(listed[0]) == {"id", "is_current", "method", "device", "opened_at", "clicked_at"}


async def test_one_signs_out_in_one_other_place_or_in_all(browser, services):  # SES-3
    sign_in(browser, services, services.karl)
    services.provider.add_session(services.karl["id"], None)
    services.provider.add_session(other := uuid4(), None)

    one = await browser.post(f"/api/sessions/{other}/sign-out", json={})
    others = await browser.post("/api/sessions/sign-out-others", json={})

    asked = [request["session_id"] for call, request in services.asked if call is CloseOwnSessions]
    assert one.status_code == 204
    assert others.json() == {"closed": 1}
    assert asked == [other, None]


async def test_a_session_that_is_not_ones_own_is_not_found(browser, services):
    sign_in(browser, services, services.karl)

    answer = await browser.post(f"/api/sessions/{uuid4()}/sign-out", json={})

    assert (answer.status_code, answer.json()["code"]) == (404, "session_unknown")
