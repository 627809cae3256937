"""The provider as everybody sees it, and its settings in the hands of administrators."""

import hashlib

import pytest

from contracts.identity.calls import ReadSettings
from contracts.refusals import Refused
from gateway.provider import ProviderSettings
from tests.unit.gateway.conftest import person, sign_in
from tests.unit.gateway.provider_answers import SETTINGS

PICTURE = b"\x89PNG\r\n\x1a\n and so on"
SHA256 = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def eva(browser, services):
    eva = person("Eva Ek", "administrator")
    services.people[eva["id"]] = eva
    sign_in(browser, services, eva)
    return eva


async def test_everybody_sees_whose_platform_it_is(browser):  # ADR-1
    answer = await browser.get("/api/provider")

    assert answer.json() == {
        "name": "Norrviks vårdcentral",
        "demo": True,
        "address": "Storgatan 1",
        "phone": None,
        "brand_colour": "#0b5c6b",
        "logo": None,
        "languages": ["sv", "en"],
    }


async def test_an_administrator_reads_and_changes_the_settings(browser, services, eva):
    read = (await browser.get("/api/settings")).json()

    changed = await browser.post("/api/settings", json=SETTINGS | {"name": "Söder", "version": read["version"]})

    assert (read["changed_by"], read["configured_methods"]) == (None, ["demo"])
    assert changed.json()["name"] == "Söder"
    assert changed.json()["changed_by"] == {"id": str(eva["id"]), "name": "Eva Ek"}
    assert (await browser.get("/api/provider")).json()["name"] == "Söder"


async def test_an_administrator_chooses_how_notices_go_out(browser, services, eva):  # NOT-2, X-7
    chosen = {"email": False, "reminder_minutes": [120], "sms_sender": "Norrvik"}

    changed = (await browser.post("/api/settings", json=SETTINGS | chosen | {"version": 0})).json()

    assert {name: changed[name] for name in chosen} == chosen
    assert {name: (await browser.get("/api/settings")).json()[name] for name in chosen} == chosen


async def test_settings_changed_by_someone_else_meanwhile_are_not_written_over(browser, services, eva):
    services.provider.settings["version"] = 4

    answer = await browser.post("/api/settings", json=SETTINGS | {"version": 3})

    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")


@pytest.mark.parametrize("who", ["anna", "karl"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/settings"),
        ("POST", "/api/settings"),
        ("POST", "/api/settings/logo"),
        ("POST", "/api/settings/logo/remove"),
    ],
)
async def test_nobody_else_reads_or_changes_them(browser, services, who, method, path):  # ROL-1, ADM-1
    sign_in(browser, services, getattr(services, who))

    answer = await browser.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (403, "only_administrators")


@pytest.mark.parametrize(
    "changed",
    [
        {"brand_colour": "red"},
        {"idle_logout_minutes": 4},
        {"idle_logout_minutes": 721},
        {"languages": []},
        {"sign_in_methods": []},
        {"retention_days": 0},
        {"patients_removed_after_months": 5},
        {"reminder_minutes": [9]},
        {"reminder_minutes": [20161]},
        {"reminder_minutes": [60, 120, 180, 240]},
        {"reminder_minutes": ["60"]},
        {"sms_sender": "Norrviks vårdcentral"},
        {"sms_sender": "1177"},
        {"sms_sender": "Åkes"},
        {"version": -1},
        {"surplus": 1},
    ],
)
async def test_settings_of_a_wrong_shape_never_reach_identity(browser, services, eva, changed):
    answer = await browser.post("/api/settings", json=SETTINGS | {"version": 0} | changed)

    assert answer.status_code == 422
    assert services.provider.settings["version"] == 0


async def test_a_logo_is_served_as_it_is_and_may_be_kept_for_ever(browser, services, eva):
    put = await browser.post("/api/settings/logo", content=PICTURE, headers={"Content-Type": "image/png"})

    address = (await browser.get("/api/provider")).json()["logo"]
    served = await browser.get(address)

    assert put.json()["logo"] == SHA256
    assert address == f"/api/provider/logo/{SHA256}"
    assert (served.content, served.headers["Content-Type"]) == (PICTURE, "image/png")
    assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert served.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_logo_that_was_taken_away_is_not_found(browser, services, eva):
    await browser.post("/api/settings/logo", content=PICTURE, headers={"Content-Type": "image/png"})
    await browser.get(f"/api/provider/logo/{SHA256}")

    removed = await browser.post("/api/settings/logo/remove", json={})

    assert removed.json()["logo"] is None
    for sha256 in (SHA256, "0" * 64, "A" * 64, "0" * 65):
        assert (await browser.get(f"/api/provider/logo/{sha256}")).status_code == 404


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [(b"<svg/>", "image/svg+xml", 415), (PICTURE, "text/html", 415), (b"0" * 200_001, "image/png", 413)],
)
async def test_what_is_no_logo_by_type_or_size_is_refused(browser, eva, services, content, content_type, status):
    answer = await browser.post("/api/settings/logo", content=content, headers={"Content-Type": content_type})

    assert answer.status_code == status
    assert services.provider.settings["logo"] is None


async def test_many_pages_ask_identity_once_and_late_settings_are_shown_while_it_is_away(services):
    provider = ProviderSettings(services)
    for _ in range(5):
        await provider.read()
    asked = [call for call, _ in services.asked if call is ReadSettings]

    services.refusing[ReadSettings] = Refused("busy", "unavailable")
    provider.forget()

    assert len(asked) == 1
    assert (await provider.read())["name"] == "Norrviks vårdcentral"


async def test_without_identity_a_gateway_that_never_asked_says_so(browser, services):
    services.refusing[ReadSettings] = Refused("busy", "unavailable")

    assert (await browser.get("/api/provider")).status_code == 503
