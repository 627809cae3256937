"""One address for each provider: it is for everything, and it alone grants nothing."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow
from tests.journeys.window import Window


def test_the_same_address_serves_signing_in_and_every_visit(staff: Window, patient: Window):  # ADR-1, ADR-3
    first, second = (staff.book("Karl Johansson", name) for name in ("Samma adress", "Samma adress igen"))

    hosts = set()
    for window in (staff, patient):
        for path in ("/sign-in", "/visits", f"/visits/{first}", f"/visits/{second}"):
            window.page.goto(path)
            hosts.add(urlsplit(window.page.url).netloc)

    assert hosts == {urlsplit(staff.url).netloc}
    patient.page.goto("/visits")
    expect(patient.link("Samma adress")).to_be_visible()
    patient.is_told("Samma adress igen")


def test_a_shared_link_grants_nothing(staff: Window, open_window: OpenWindow):  # ADR-2, SES-4
    visit_id = staff.book("Karl Johansson", "Delad länk")
    stranger = open_window()
    stranger.open_visit(visit_id)
    expect(stranger.page).to_have_url(re.compile(r"/sign-in\?"))
    assert "Delad länk" not in stranger.page.content()

    stranger.choose_demo_person("Maria Nilsson")

    expect(stranger.heading("Sidan finns inte")).to_be_visible()
    assert "Delad länk" not in stranger.page.content()

    invited = open_window()
    invited.open_visit(visit_id)
    invited.choose_demo_person("Karl Johansson")
    expect(invited.heading("Delad länk")).to_be_visible()


def test_nothing_of_a_session_is_kept_when_the_browser_closes(staff: Window):  # SES-2
    cookies = staff.page.context.cookies()

    assert [(cookie["name"], cookie["expires"]) for cookie in cookies if "session" in cookie["name"]] == [
        ("__Host-session", -1)
    ]
    kept = staff.page.evaluate("() => JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "Holm" not in kept
