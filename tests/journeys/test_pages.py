"""Every page on a desktop, a phone and at 400 % zoom: no barrier that axe finds, nothing too wide, both languages."""

import re

from playwright.sync_api import expect

from tests.journeys.barriers import check
from tests.journeys.conftest import OpenWindow
from tests.journeys.window import Window

# On a day with many visits at once this one may stand behind their number.
SHOWN = re.compile(r"Samtal om sömn|^\+\d+ till$")


def test_signing_in_has_no_barrier(open_window: OpenWindow):  # AUT-1
    window = open_window()
    window.page.goto("/sign-in")
    window.is_told("Det här är en demo")
    check(window)


def test_the_staffs_pages_have_no_barrier(open_window: OpenWindow):
    window = open_window("Anna Holm")
    visit_id = window.book("Maria Nilsson", "Samtal om sömn")
    window.page.reload()
    window.is_told("Samtal om sömn")
    check(window)

    window.page.goto("/visits/new")
    window.button("Boka besök").click()
    window.is_told("Skriv ett namn på besöket")
    check(window)

    for view in ("week", "month"):
        window.page.goto(f"/visits?view={view}")
        expect(window.page.get_by_role("link").filter(has_text=SHOWN).first).to_be_visible()
        check(window)

    window.page.goto(f"/visits/{visit_id}/change")
    expect(window.button("Spara ändringar")).to_be_visible()
    check(window)

    window.open_visit(visit_id)
    expect(window.button("Starta besök")).to_be_visible()
    check(window)
    window.start_visit()
    check(window)
    window.ask("POST", f"/api/visits/{visit_id}/end")
    expect(window.heading("Besöket är avslutat")).to_be_visible()
    check(window)


def test_the_patients_pages_have_no_barrier(open_window: OpenWindow, staff: Window):
    visit_id = staff.book("Karl Johansson", "Återbesök")
    window = open_window("Karl Johansson")
    check(window)

    window.open_visit(visit_id)
    window.is_told("Väntar på att besök ska startas")
    check(window)

    window.page.goto("/visits/00000000-0000-4000-8000-000000000000")
    expect(window.heading("Sidan finns inte")).to_be_visible()
    check(window)


def test_the_room_has_no_barrier(open_window: OpenWindow, staff: Window):
    visit_id = staff.book("Karl Johansson", "Rummet")
    staff.ask("POST", f"/api/visits/{visit_id}/start")
    window = open_window("Karl Johansson")
    window.open_visit(visit_id)
    window.enter("Gå till besök")
    window.is_told("Väntar på att Anna Holm ska ansluta")
    check(window)

    window.button("Inställningar").click()
    window.is_told("Kamera, mikrofon och högtalare")
    check(window)
    staff.ask("POST", f"/api/visits/{visit_id}/end")


def test_the_pages_speak_english_too(open_window: OpenWindow):
    window = open_window("Karl Johansson")

    window.button("English").click()

    expect(window.heading("My bookings")).to_be_visible()
    assert window.page.evaluate("() => document.documentElement.lang") == "en"
    window.page.reload()
    expect(window.heading("My bookings")).to_be_visible()


def test_a_visit_can_be_reached_and_entered_by_keyboard_alone(open_window: OpenWindow, staff: Window):
    visit_id = staff.book("Karl Johansson", "Med tangentbord")
    staff.ask("POST", f"/api/visits/{visit_id}/start")
    window = open_window("Karl Johansson")
    window.open_visit(visit_id)
    expect(window.button("Gå till besök")).to_be_visible()

    for _ in range(30):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("() => document.activeElement.textContent.trim()") == "Gå till besök":
            break
    window.page.keyboard.press("Enter")

    expect(window.button("Lämna")).to_be_visible()
    staff.ask("POST", f"/api/visits/{visit_id}/end")
