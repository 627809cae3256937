"""The admin tool as a new administrator meets it: people added, changed, removed and restored, lists brought in."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.admin_tool import AdminTool, new_number
from tests.journeys.barriers import check
from tests.journeys.conftest import OpenWindow
from tests.journeys.window import Window
from tools.demo.people import KARL

TAKEN = "Det finns redan en patient med det personnumret. Kontakta er administratör."
PAGES = {
    "/admin/patients": "Våra patienter",
    "/admin/staff": "Vår vårdpersonal",
    "/admin/patients/new": "Lägg till patient",
    "/admin/staff/new": "Lägg till vårdpersonal",
    "/admin/bookings": "Våra bokningar",
    "/admin/bookings/new": "Ny bokning",
    "/admin/notices": "Aviseringar",
    "/admin/outbox": "Utkorg",
    "/admin/imports": "Importera",
    "/admin/settings": "Inställningar",
    "/admin/support": "Support",
}


def tool_in(window: Window) -> AdminTool:
    provider = window.ask("GET", "/api/provider")["body"]["name"]
    return AdminTool(window, provider)


@pytest.fixture
def tool(open_window: OpenWindow) -> AdminTool:
    return tool_in(open_window("Elin Lindqvist"))


# ADM-1 ADM-2 USR-1 USR-2 STA-1 STA-3 STA-4 ROL-1 Q12
def test_a_new_administrator_adds_ten_people_makes_one_staff_removes_one_and_restores(tool: AdminTool):
    window = tool.window
    numbers = [new_number() for _ in range(10)]
    tool.enter()
    window.link("Lägg till patient").click()
    for place, number in enumerate(numbers[:9]):
        tool.add("Lägg till patient", number, f"Patient Nummer{place}")
        tool.is_added(f"Patient Nummer{place}")
        window.button("Lägg till en till").click()

    tool.go_to("Vår vårdpersonal")
    window.link("Lägg till vårdpersonal").click()
    tool.add("Lägg till vårdpersonal", numbers[9], "Kollega Nyman", "Administratör")
    tool.is_added("Kollega Nyman")
    tool.go_to("Vår vårdpersonal")
    tool.search(numbers[9])
    expect(tool.row("Kollega Nyman")).to_contain_text("Vårdpersonal, Administratör")

    tool.go_to("Våra patienter")
    tool.edit(numbers[0], "Patient Nummer0")
    tool.set_status("Borttagen", "Ta bort användaren")
    expect(window.heading("Patient Nummer0 är borttagen")).to_be_visible()
    tool.go_to("Våra patienter")
    tool.search(numbers[0])
    expect(window.heading("Ingen träff")).to_be_visible()

    window.link("Lägg till patient").click()
    tool.add("Lägg till patient", numbers[0], "Patient Igen")
    window.is_told("Personnumret hör till en borttagen användare (Patient).")
    tool.restore("Kommer tillbaka som patient")
    window.link("Visa användaren").click()
    expect(window.heading("Patient Nummer0")).to_be_visible()
    assert window.faults == []


def test_an_administrator_who_hits_a_number_in_use_is_led_to_its_holder(tool: AdminTool):  # USR-2
    number = new_number()
    tool.enter()
    for name in ("Första Gången", "Andra Gången"):
        tool.page.goto("/admin/patients/new")
        tool.add("Lägg till patient", number, name)
        expect(tool.window.heading(f"{name} är tillagd").or_(tool.window.link("Visa användaren"))).to_be_visible()

    tool.window.is_told("Det finns redan en användare med det personnumret.")
    tool.window.link("Visa användaren").click()

    expect(tool.window.heading("Första Gången")).to_be_visible()


# USR-1 USR-2 Q9 Q12
def test_staff_add_patients_and_are_told_no_more_than_that_a_number_is_taken(tool: AdminTool, staff: Window):
    number = new_number()
    plain = tool_in(staff)
    staff.page.goto("/patients/new")
    plain.add("Lägg till patient", number, "Tillagd Avpersonal")
    plain.is_added("Tillagd Avpersonal")

    tool.enter()
    tool.edit(number, "Tillagd Avpersonal")
    tool.set_status("Borttagen", "Ta bort användaren")
    expect(tool.window.heading("Tillagd Avpersonal är borttagen")).to_be_visible()

    staff.button("Lägg till en till").click()
    plain.add("Lägg till patient", number, "Tillagd Igen")
    staff.is_told(TAKEN)
    expect(staff.button("Återställ")).to_have_count(0)
    expect(staff.link("Visa användaren")).to_have_count(0)


# USR-3 STA-1 STA-2
def test_a_patient_is_changed_made_inactive_and_active_again_by_keyboard_alone(tool: AdminTool):
    window, keyboard = tool.window, tool.page.keyboard
    number = new_number()
    window.page.goto("/admin/patients/new")
    tool.add("Lägg till patient", number, "Tangent Bordsson")
    tool.is_added("Tangent Bordsson")
    tool.page.goto("/admin/patients")

    tool.page.get_by_label("Sök på personnummer eller namn").focus()
    keyboard.type(number)
    expect(tool.row("Tangent Bordsson")).to_be_visible()
    _tab_to(tool, "Redigera Tangent Bordsson")
    keyboard.press("Enter")
    expect(window.heading("Tangent Bordsson")).to_be_visible()

    _tab_to(tool, "Telefon (valfritt)")
    keyboard.type("070-174 06 05")
    _tab_to(tool, "Uppdatera användare")
    keyboard.press("Enter")
    window.is_told("Användaren är uppdaterad.")
    expect(tool.page.get_by_label("Telefon (valfritt)")).to_have_value("+46701740605")

    _tab_to(tool, "Aktiv")
    keyboard.press("ArrowDown")
    _tab_to(tool, "Ändra status")
    keyboard.press("Enter")
    expect(tool.page.get_by_role("alertdialog")).to_contain_text("inga kommande besök")
    _tab_to(tool, "Gör inaktiv")
    keyboard.press("Enter")
    window.is_told("Tangent Bordsson har nu status Inaktiv.")
    _tab_to(tool, "Ångra")
    keyboard.press("Enter")
    window.is_told("Tangent Bordsson har nu status Aktiv.")


# STA-2 STA-4
def test_making_someone_inactive_signs_them_out_and_says_which_visits_they_leave(
    tool: AdminTool, staff: Window, open_window: OpenWindow
):
    number = new_number()
    tool.page.goto("/admin/patients/new")
    tool.add("Lägg till patient", number, "Bokad Besöksson")
    tool.is_added("Bokad Besöksson")
    patient = open_window("Bokad Besöksson")
    staff.book("Bokad Besöksson", "Återbesök")

    tool.page.goto("/admin/patients")
    tool.edit(number, "Bokad Besöksson")
    tool.page.get_by_role("radio", name="Inaktiv", exact=True).check(force=True)
    tool.window.button("Ändra status").click()
    expect(tool.page.get_by_role("alertdialog")).to_contain_text("Personen lämnar 1 kommande besök.")
    tool.window.button("Gör inaktiv").click()
    tool.window.is_told("Bokad Besöksson har nu status Inaktiv.")

    expect(patient.heading("Logga in")).to_be_visible()
    tool.page.goto("/admin/patients")
    tool.search(number)
    expect(tool.row("Bokad Besöksson")).to_contain_text("Inaktiv")


def test_nobody_takes_away_their_own_right_or_status(tool: AdminTool):  # STA-4 ROL-1
    elin = tool.window.ask("GET", "/api/session")["body"]["person"]["id"]
    tool.page.goto(f"/admin/staff/{elin}")
    tool.window.is_told("Du kan inte ta bort din egen behörighet")

    tool.tick("Administratör")
    tool.window.button("Spara behörighet").click()

    expect(tool.page.get_by_role("alert")).to_contain_text("Det här är ditt eget konto.")
    expect(tool.page.get_by_role("radio", name="Inaktiv", exact=True)).to_have_count(0)


def test_a_file_with_a_bad_row_adds_nobody_and_a_mended_one_adds_everybody(tool: AdminTool):
    first, second = new_number(), new_number()
    tool.enter()
    tool.go_to("Importera")
    tool.bring([f"{first};Fil Första;070-174 06 05;", f"{second[:-1]}x;Fil Andra;;"])
    expect(tool.page.get_by_role("listitem").filter(has_text="Rad 3")).to_contain_text("Personnumret stämmer inte.")
    check(tool.window)
    tool.window.button("Välj en rättad fil").click()

    tool.bring([f"{first};Fil Första;070-174 06 05;", f"{second};Fil Andra;;"])
    tool.window.button("Lägg till 2 patienter").click()
    expect(tool.window.heading("2 patienter är tillagda")).to_be_visible()
    tool.page.reload()
    expect(tool.window.heading("2 patienter är tillagda")).to_be_visible()

    tool.go_to("Våra patienter")
    tool.search(second)
    expect(tool.row("Fil Andra")).to_be_visible()


# ADM-1 NAV-1 USR-5
@pytest.mark.parametrize("person", ["Anna Holm", "Karl Johansson"])
def test_only_administrators_reach_the_admin_tool(open_window: OpenWindow, person: str):
    window = open_window(person)
    provider = window.ask("GET", "/api/provider")["body"]["name"]
    menu = window.page.get_by_role("navigation")
    expect(menu.get_by_role("link", name=provider, exact=True)).to_have_count(0)

    for path in PAGES:
        window.page.goto(path)
        expect(window.heading("Du kan inte öppna den här sidan")).to_be_visible()
    assert window.ask("POST", "/api/people/search", {"group": "staff", "text": ""})["status"] == 403
    change = {"version": 1, "name": "Karl Ändrad", "phone": None, "email": None, "hsa_id": None, "language": "sv"}
    assert window.ask("POST", f"/api/people/{KARL.id}/profile", change)["status"] == 403


def test_the_admin_tools_pages_have_no_barrier(open_window: OpenWindow):
    window = open_window("Elin Lindqvist")
    for path, title in PAGES.items():
        window.page.goto(path)
        expect(window.heading(title).first).to_be_visible()
        expect(window.page.get_by_role("main").get_by_text(re.compile("Hämtar"))).to_have_count(0)
        check(window)

    window.page.goto("/admin/patients")
    window.page.get_by_role("link", name=re.compile("^Redigera")).first.click()
    expect(window.heading("Uppgifter")).to_be_visible()
    check(window)
    window.page.get_by_role("radio", name="Borttagen", exact=True).check(force=True)
    window.button("Ändra status").click()
    expect(window.page.get_by_role("alertdialog")).to_contain_text("kommande besök")
    check(window)


def _tab_to(tool: AdminTool, name: str) -> None:
    """Presses Tab until what has the focus is called this."""
    called = """() => { const here = document.activeElement;
      const by = (here.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id));
      const label = (here.labels && here.labels[0]) || here;
      return here.getAttribute('aria-label') || by.map((one) => one ? one.textContent : '').join(' ').trim()
        || label.textContent.trim(); }"""
    for _ in range(60):
        tool.page.keyboard.press("Tab")
        if tool.page.evaluate(called) == name:
            return
    raise AssertionError(f"no way by Tab to {name}")
