"""What each person has for oneself: overview, contacts, profile, open sessions, and the ways between them."""

import json
import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Route, expect

from tests.journeys.barriers import check
from tests.journeys.conftest import OpenWindow
from tests.journeys.window import Window

TABS_MAX = 40


def tab_to(window: Window, name: str) -> None:
    """Goes on by the Tab key until what is called so has the focus."""
    for _ in range(TABS_MAX):
        window.page.keyboard.press("Tab")
        focused = window.page.evaluate(
            "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
        )
        if name in focused:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard on {window.address}")


def menu(window: Window) -> Locator:
    return window.page.get_by_role("navigation", name="Huvudmeny")


def test_the_own_pages_of_a_patient_have_no_barrier(open_window: OpenWindow, staff: Window):  # NAV-1 NOT-2
    visit_id = staff.book("Karl Johansson", "Till översikten")
    window = open_window("Karl Johansson")
    window.page.goto("/")
    expect(window.heading("Hej Karl!")).to_be_visible()
    window.is_told("Nästa besök")
    check(window)

    window.page.goto("/contacts")
    window.is_told("Anna Holm")
    check(window)

    window.page.goto("/notices")
    window.is_told("Du har fått ett nytt besök")
    check(window)

    window.page.goto("/profile")
    expect(window.page.get_by_label("Telefon")).to_be_visible()
    window.is_told("Den här enheten")
    check(window)
    staff.ask("POST", f"/api/visits/{visit_id}/cancel", {})


def test_the_own_pages_of_an_administrator_have_no_barrier(open_window: OpenWindow):  # NAV-1
    window = open_window("Elin Lindqvist")
    window.page.goto("/")
    expect(window.heading("Hej Elin!")).to_be_visible()
    check(window)

    window.page.goto("/contacts")
    expect(window.heading("Mina Kontakter").first).to_be_visible()
    check(window)

    window.page.goto("/profile")
    window.is_told("Namn")
    check(window)


def test_the_menu_of_a_phone_opens_closes_and_leads_on(open_window: OpenWindow):  # NAV-1
    window = open_window("Karl Johansson", phone=True)
    contacts = window.page.get_by_role("link", name="Mina Kontakter")
    expect(contacts).to_have_count(0)

    window.button("Meny").click()
    expect(contacts).to_be_visible()
    check(window)
    window.page.keyboard.press("Escape")
    expect(contacts).to_have_count(0)

    window.button("Meny").click()
    contacts.click()
    expect(window.heading("Mina Kontakter").first).to_be_visible()
    expect(contacts).to_have_count(0)


def test_the_menu_and_the_own_letter_are_reached_by_keyboard_alone(open_window: OpenWindow):  # NAV-1
    window = open_window("Karl Johansson")
    pages = {"Översikt": "Hej Karl!", "Mina Kontakter": "Mina Kontakter", "Mina bokningar": "Mina bokningar"}
    for name, heading in pages.items():
        tab_to(window, name)
        window.page.keyboard.press("Enter")
        expect(window.heading(heading).first).to_be_visible()
        window.page.reload()
        expect(window.heading(heading).first).to_be_visible()  # keys pressed before there is a page lead nowhere

    tab_to(window, "min meny")
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("menuitem", name="Min Profil")).to_be_focused()
    window.page.keyboard.press("Enter")

    expect(window.heading("Min Profil")).to_be_visible()


def test_only_an_administrators_menu_has_the_providers_name(open_window: OpenWindow):  # NAV-1 ADM-1
    administrator, colleague, patient = (
        open_window(name) for name in ("Elin Lindqvist", "Anna Holm", "Karl Johansson")
    )
    name = administrator.ask("GET", "/api/provider")["body"]["name"]

    for window in (colleague, patient):
        expect(menu(window).get_by_role("link", name="Översikt")).to_be_visible()
        expect(menu(window).get_by_role("link", name=name)).to_have_count(0)
    menu(administrator).get_by_role("link", name=name).click()
    administrator.page.wait_for_url(re.compile("/admin"))


def test_a_patient_changes_everything_but_the_personnummer(open_window: OpenWindow):  # USR-4
    window = open_window("Maria Nilsson")
    window.page.get_by_role("button", name="min meny").click()
    window.page.get_by_role("menuitem", name="Min Profil").click()
    phone = window.page.get_by_label("Telefon")
    window.is_told("19870530-2381")
    expect(window.page.get_by_label("Personnummer")).to_have_count(0)

    phone.fill("inget nummer")
    window.button("Spara uppgifter").click()
    window.is_told("Telefonnumret går inte att använda")
    expect(phone).to_be_focused()

    phone.fill("070-174 06 05")
    window.page.get_by_label("E-post").fill("maria@example.se")
    window.button("Spara uppgifter").click()
    window.is_told("Dina uppgifter är sparade.")
    window.page.reload()

    expect(window.page.get_by_label("Telefon")).to_have_value(re.compile(r"70\D*174\D*06\D*05$"))
    expect(window.page.get_by_label("E-post")).to_have_value("maria@example.se")


def test_what_was_changed_elsewhere_meanwhile_is_shown_and_not_lost(open_window: OpenWindow):  # USR-4
    here, there = open_window("Fatima Al-Hassan"), open_window("Fatima Al-Hassan")
    here.page.goto("/profile")
    here.page.get_by_label("Telefon").fill("070-174 06 06")
    there.page.goto("/profile")
    there.page.get_by_label("Telefon").fill("070-174 06 07")
    there.button("Spara uppgifter").click()
    there.is_told("Dina uppgifter är sparade.")

    here.button("Spara uppgifter").click()

    here.is_told("Någon annan ändrade dina uppgifter samtidigt")
    expect(here.page.get_by_label("Telefon")).to_have_value("070-174 06 06")
    here.button("Spara uppgifter").click()
    here.is_told("Dina uppgifter är sparade.")


def test_a_half_changed_profile_is_not_thrown_away_unasked(open_window: OpenWindow):  # USR-4
    window = open_window("Karl Johansson")
    window.page.goto("/profile")
    window.page.get_by_label("E-post").fill("halv")

    menu(window).get_by_role("link", name="Mina Kontakter").click()

    window.is_told("Lämna utan att spara?")
    window.button("Fortsätt ändra").click()
    expect(window.page.get_by_label("E-post")).to_have_value("halv")


def test_colleagues_do_not_change_their_names_themselves(open_window: OpenWindow):  # USR-4
    window = open_window("Anna Holm")
    window.page.goto("/profile")

    expect(window.page.get_by_label("Telefon")).to_be_visible()
    expect(window.page.get_by_label("Namn")).to_have_count(0)


def test_contacts_are_found_by_name_and_patients_meet_only_staff(open_window: OpenWindow, staff: Window):  # NAV-1
    visit_ids = [staff.book(name, "Kontakt") for name in ("Karl Johansson", "Maria Nilsson")]
    staff.page.goto("/contacts")
    staff.page.get_by_label("Sök på namn eller personnummer").fill("mari")
    staff.is_told("Maria Nilsson")
    expect(staff.page.get_by_text("Karl Johansson")).to_have_count(0)

    patient = open_window("Karl Johansson")
    patient.page.goto("/contacts")
    patient.is_told("Anna Holm")
    expect(patient.page.get_by_text("Maria Nilsson")).to_have_count(0)
    for visit_id in visit_ids:
        staff.ask("POST", f"/api/visits/{visit_id}/cancel", {})


def test_signing_out_by_the_own_letter_ends_every_tab(open_window: OpenWindow):  # SES-3
    window = open_window("Karl Johansson")
    other_tab = window.page.context.new_page()
    other_tab.goto("/profile")
    expect(other_tab.get_by_role("heading", name="Min Profil")).to_be_visible()

    window.page.get_by_role("button", name="min meny").click()
    window.page.get_by_role("menuitem", name="Logga ut").click()

    window.is_told("Du är utloggad.")
    expect(other_tab.get_by_text("Du är utloggad.")).to_be_visible()
    assert window.ask("GET", "/api/visits")["status"] == 401


def test_another_device_is_signed_out_from_the_profile(open_window: OpenWindow):  # SES-3
    lost, here = open_window("Jonas Ek"), open_window("Jonas Ek")
    here.page.goto("/profile")

    here.button("Logga ut alla andra").click()
    here.page.get_by_role("alertdialog").get_by_role("button", name="Logga ut alla andra").click()

    expect(lost.heading("Logga in")).to_be_visible()
    expect(here.button("Logga ut alla andra")).to_have_count(0)
    here.is_told("Den här enheten")


def test_a_new_sign_in_leads_back_to_where_one_was(open_window: OpenWindow, staff: Window):  # SES-4
    visit_id = staff.book("Karl Johansson", "Åter hit")
    staff.ask("POST", f"/api/visits/{visit_id}/start")
    window = open_window()

    window.page.goto(f"/visits/{visit_id}")
    window.is_told("Logga in för att komma till sidan.")
    window.page.get_by_role("button", name=re.compile("^Karl Johansson")).click()

    expect(window.button("Gå till besök")).to_be_visible()
    assert window.address == f"/visits/{visit_id}"
    staff.ask("POST", f"/api/visits/{visit_id}/end")


def _soon_over(window: Window) -> None:
    """The gateway's own answer, but with the end of the session close."""
    soon = datetime.now(UTC) + timedelta(seconds=100)

    def answer(route: Route) -> None:
        response = route.fetch()
        body = {**response.json(), "idle_ends_at": soon.isoformat()}
        route.fulfill(response=response, body=json.dumps(body))

    window.page.route("**/api/session", answer)


def test_one_click_continues_before_an_idle_page_signs_out(open_window: OpenWindow):  # SES-1
    window = open_window("Karl Johansson")
    _soon_over(window)
    window.page.goto("/profile")
    dialog = window.page.get_by_role("alertdialog", name="Du loggas snart ut")
    expect(dialog.get_by_role("button", name="Fortsätt vara inloggad")).to_be_focused()
    check(window)

    window.page.keyboard.press("Enter")

    expect(dialog).to_have_count(0)


def test_from_the_warning_one_can_sign_out_at_once(open_window: OpenWindow):  # SES-1
    window = open_window("Karl Johansson")
    _soon_over(window)
    window.page.goto("/profile")

    window.button("Logga ut nu").click()

    window.is_told("Du är utloggad.")
    assert window.ask("GET", "/api/visits")["status"] == 401
